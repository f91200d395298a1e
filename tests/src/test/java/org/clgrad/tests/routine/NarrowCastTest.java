package org.clgrad.tests.routine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.NarrowFloat;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.tests.kit.DeviceCheck;
import org.clgrad.tests.kit.TestDevice;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What kernels make of each value of the types of 16 bits, and of the numbers in the middle between two of them, where
 * rounding is decided: casts in every variant, to the bit. Samples meet such numbers too seldom.
 */
final class NarrowCastTest {
    private static final int PATTERNS = 1 << 16;

    private static NarrowFloat format(DType dtype) {
        return dtype == DType.F16 ? NarrowFloat.HALF : NarrowFloat.BFLOAT16;
    }

    /** Casts on a device, in each variant. */
    private static void check(TestDevice device, HostArray from, DType to, double[] expected) {
        Pointwise cast = Pointwise.cast(to);
        for (Variant variant : cast.variants()) {
            double[] got = run(device.device(), cast, variant, from).doubles();
            for (int i = 0; i < expected.length; i++) {
                if (Double.compare(got[i], expected[i]) != 0) {
                    throw new AssertionError(variant.name() + " on " + device + ": " + from.doubles()[i] + " of "
                            + from.spec().dtype() + " as " + to + " is " + expected[i] + ", got " + got[i]);
                }
            }
            TestRun.current().coverage().test("casts", device);
        }
    }

    private static HostArray run(ClDevice device, Pointwise cast, Variant variant, HostArray from) {
        TensorData input = device.allocate(from.spec());
        device.upload(from.bytes(), input);
        TensorData output =
                device.run(cast, variant, Tuning.defaults(), List.of(input)).get(0);
        try {
            HostArray result = HostArray.zeros(output.spec());
            device.download(output, result.bytes());
            return result;
        } finally {
            input.storage().release();
            output.storage().release();
        }
    }

    private static boolean isKept(TestDevice device, DType dtype, double value) {
        return device.device().capabilities().denormals()
                || dtype == DType.F16
                || value == 0
                || !(Math.abs(value) < dtype.leastNormal());
    }

    private static HostArray patterns(TestDevice device, DType dtype) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(2 * PATTERNS).order(ByteOrder.nativeOrder());
        for (int bits = 0; bits < PATTERNS; bits++) {
            boolean kept = isKept(device, dtype, format(dtype).value((short) bits));
            bytes.putShort(2 * bits, (short) (kept ? bits : 0));
        }
        return new HostArray(bytes, 0, TensorSpec.of(dtype, PATTERNS));
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void everyValueIsKept(DType dtype) {
        for (TestDevice device : TestRun.current().devices()) {
            HostArray patterns = patterns(device, dtype);
            double[] values = patterns.doubles();
            check(device, patterns, DType.F32, values);
            check(device, patterns, dtype, values);
            if (device.device().capabilities().fp64()) {
                check(device, patterns, DType.F64, values);
            }
            DType other = dtype == DType.F16 ? DType.BF16 : DType.F16;
            check(
                    device,
                    patterns,
                    other,
                    DoubleStream.of(values).map(other::nearest).toArray());
            check(
                    device,
                    patterns,
                    DType.BOOL,
                    DoubleStream.of(values).map(v -> v != 0 ? 1 : 0).toArray());
            check(
                    device,
                    patterns,
                    DType.I32,
                    DoubleStream.of(values).map(v -> (int) v).toArray());
        }
    }

    /** The middle between each value of a type and the next, and what lies beside it in another type. */
    private static double[] middles(TestDevice device, DType dtype, DType wide) {
        DoubleStream.Builder numbers = DoubleStream.builder();
        for (int bits = 0; format(dtype).value((short) bits) < dtype.largest(); bits++) {
            double low = format(dtype).value((short) bits);
            double middle = low + (format(dtype).value((short) (bits + 1)) - low) / 2;
            boolean single = wide == DType.F32;
            double above = single ? Math.nextUp((float) middle) : Math.nextUp(middle);
            double below = single ? Math.nextDown((float) middle) : Math.nextDown(middle);
            for (double number : new double[] {middle, above, below}) {
                if (isKept(device, wide, number) && isKept(device, dtype, dtype.nearest(number))) {
                    numbers.add(number).add(-number);
                }
            }
        }
        double beyond = dtype.largest() * (1 + dtype.unitRoundoff());
        return numbers.add(beyond)
                .add(-beyond)
                .add(Double.POSITIVE_INFINITY)
                .add(Double.NaN)
                .build()
                .toArray();
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void numbersAreRoundedOnce(DType dtype) {
        for (TestDevice device : TestRun.current().devices()) {
            for (DType wide : List.of(DType.F32, DType.F64)) {
                if (wide == DType.F64 && !device.device().capabilities().fp64()) {
                    TestRun.current().coverage().notRun("casts", device, DeviceCheck.NO_FP64);
                    continue;
                }
                double[] numbers = middles(device, dtype, wide);
                HostArray from = HostArray.of(wide, Shape.of(numbers.length), numbers);
                check(
                        device,
                        from,
                        dtype,
                        DoubleStream.of(from.doubles()).map(dtype::nearest).toArray());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void integersAreRoundedOnce(DType dtype) {
        Random random = new Random(2);
        for (TestDevice device : TestRun.current().devices()) {
            for (DType integer : List.of(DType.I64, DType.I32)) {
                int width = 8 * integer.sizeBytes() - 2;
                LongStream.Builder numbers = LongStream.builder();
                for (int power = 0; power <= width; power++) {
                    for (int i = 0; i < 64; i++) {
                        // A few leading bits, and what makes the rest a tie or nearly one.
                        long leading = (1L << power)
                                + (random.nextLong() & ((1L << power) - 1) & -(1L << Math.max(0, power - 12)));
                        numbers.add(leading - 1)
                                .add(leading)
                                .add(leading + 1)
                                .add(-leading)
                                .add(1 - leading)
                                .add(-1 - leading);
                    }
                }
                long[] values = numbers.build().toArray();
                HostArray from = HostArray.zeros(TensorSpec.of(integer, values.length));
                from.set(values);
                double[] expected = LongStream.of(values)
                        .mapToDouble(v -> format(dtype).value(format(dtype).bits(v)))
                        .toArray();
                check(device, from, dtype, expected);
            }
        }
    }
}
