package org.clgrad.autograd;

import java.util.List;
import java.util.stream.LongStream;
import org.clgrad.engine.Device;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.shape.Fill;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** Makes tensors that follow a rule. Where no device is named it is the {@link DefaultDevice}. */
public final class Tensors {
    private Tensors() {}

    /** A tensor of one value, F32. */
    public static Tensor full(double value, long... sizes) {
        return full(DefaultDevice.get(), DType.F32, Shape.of(sizes), value);
    }

    /** A tensor of one value. */
    public static Tensor full(Device device, DType dtype, Shape shape, double value) {
        return Tensor.of(device.run(new Fill(dtype, shape, value), List.of()).get(0));
    }

    /** Zeros, F32. */
    public static Tensor zeros(long... sizes) {
        return full(0, sizes);
    }

    /** Zeros. */
    public static Tensor zeros(Device device, DType dtype, Shape shape) {
        return full(device, dtype, shape, 0);
    }

    /** Ones, F32. */
    public static Tensor ones(long... sizes) {
        return full(1, sizes);
    }

    /** Ones in the shape and type, and on the device, of a tensor. */
    public static Tensor onesLike(Tensor tensor) {
        return full(tensor.device(), tensor.dtype(), tensor.shape(), 1);
    }

    /** Zeros in the shape and type, and on the device, of a tensor. */
    public static Tensor zerosLike(Tensor tensor) {
        return full(tensor.device(), tensor.dtype(), tensor.shape(), 0);
    }

    /** 0, 1, …, n−1 as I64. */
    public static Tensor arange(Device device, long n) {
        HostArray array = HostArray.zeros(TensorSpec.of(DType.I64, n));
        array.set(LongStream.range(0, n).toArray());
        return Tensor.of(device, DType.I64, Shape.of(n), array.bytes());
    }
}
