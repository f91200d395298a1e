package org.clgrad.autograd;

import java.util.List;
import java.util.stream.LongStream;
import org.clgrad.engine.Device;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.shape.Fill;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
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

    /**
     * start, start + step, …, before it reaches stop.
     *
     * @throws MismatchException if the step is 0
     */
    public static Tensor arange(Device device, DType dtype, double start, double stop, double step) {
        if (step == 0) {
            throw new MismatchException("arange", "step", "another number than 0", "0");
        }
        long n = (long) Math.max(0, Math.ceil((stop - start) / step));
        return line(device, dtype, n, start, step);
    }

    /**
     * So many numbers at equal distances, both ends among them.
     *
     * @throws MismatchException if there are to be fewer than 1
     */
    public static Tensor linspace(Device device, DType dtype, double first, double last, long n) {
        if (n < 1) {
            throw new MismatchException("linspace", "how many", "1 or more", Long.toString(n));
        }
        return line(device, dtype, n, first, n == 1 ? 0 : (last - first) / (n - 1));
    }

    private static Tensor line(Device device, DType dtype, long n, double first, double step) {
        HostArray array = HostArray.zeros(TensorSpec.of(dtype, n));
        array.set(LongStream.range(0, n).mapToDouble(i -> first + i * step).toArray());
        return Tensor.of(device, dtype, Shape.of(n), array.bytes());
    }

    /** Ones where row and column are equal, else zeros. */
    public static Tensor eye(Device device, DType dtype, long rows, long columns) {
        Tensor equal = arange(device, rows).unsqueeze(-1).eq(arange(device, columns));
        return equal.to(dtype);
    }

    // ---- Random numbers, from the scope's stream

    /** Numbers evenly distributed over [0, 1), F32. */
    public static Tensor rand(long... sizes) {
        return RandomStream.draw(random -> random.uniform(DType.F32, Shape.of(sizes), 0, 1));
    }

    /** Normally distributed numbers of mean 0 and variance 1, F32. */
    public static Tensor randn(long... sizes) {
        return RandomStream.draw(random -> random.normal(DType.F32, Shape.of(sizes), 0, 1));
    }

    /** Integers from low to below high, all alike, I64. */
    public static Tensor randint(long low, long high, long... sizes) {
        return RandomStream.draw(random -> random.integers(Shape.of(sizes), low, high));
    }

    /** 0, 1, …, n−1 in a random order, I64. */
    public static Tensor randperm(long n) {
        return RandomStream.draw(random -> random.permutation(n));
    }

    /** Ones with a probability, else zeros, F32. */
    public static Tensor bernoulli(double probability, long... sizes) {
        return RandomStream.draw(random -> random.bernoulli(DType.F32, Shape.of(sizes), probability));
    }
}
