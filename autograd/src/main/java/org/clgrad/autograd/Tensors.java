package org.clgrad.autograd;

import java.util.List;
import java.util.function.LongToDoubleFunction;
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

    /**
     * 0, 1, …, n−1 as I64.
     *
     * @throws MismatchException if n is negative, or more than 2³¹ bytes hold
     */
    public static Tensor arange(Device device, long n) {
        checkCount("arange", DType.I64, n);
        HostArray array = HostArray.zeros(TensorSpec.of(DType.I64, n));
        array.set(LongStream.range(0, n).toArray());
        return Tensor.of(device, DType.I64, Shape.of(n), array.bytes());
    }

    /**
     * start, start + step, …, before it reaches stop.
     *
     * @throws MismatchException if the step is 0, a number is NaN, or there would be more than 2³¹ bytes hold
     */
    public static Tensor arange(Device device, DType dtype, double start, double stop, double step) {
        double count = Math.ceil((stop - start) / step);
        if (step == 0 || Double.isNaN(count)) {
            throw new MismatchException(
                    "arange",
                    "start, stop and step",
                    "numbers, and a step that is not 0",
                    start + ", " + stop + ", " + step);
        }
        return line("arange", device, dtype, (long) Math.max(0, count), i -> start + i * step);
    }

    /**
     * So many numbers at equal distances, both ends among them; the first alone of one. The upper half is counted from the last,
     * as in PyTorch.
     *
     * @throws MismatchException if there are to be fewer than 0, or more than 2³¹ bytes hold
     */
    public static Tensor linspace(Device device, DType dtype, double first, double last, long n) {
        double step = (last - first) / Math.max(1, n - 1);
        return line(
                "linspace", device, dtype, n, i -> i == 0 || i < n / 2 ? first + i * step : last - (n - 1 - i) * step);
    }

    /** Numbers are put together on the host, whose buffers end at 2³¹ bytes. */
    private static void checkCount(String operation, DType dtype, long n) {
        int most = Integer.MAX_VALUE / dtype.sizeBytes();
        if (n < 0 || n > most) {
            throw new MismatchException(operation, "how many numbers", "0 to " + most, Long.toString(n));
        }
    }

    private static Tensor line(String operation, Device device, DType dtype, long n, LongToDoubleFunction value) {
        checkCount(operation, dtype, n);
        HostArray array = HostArray.zeros(TensorSpec.of(dtype, n));
        array.set(LongStream.range(0, n).mapToDouble(value).toArray());
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
