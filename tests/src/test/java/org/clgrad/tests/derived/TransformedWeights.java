package org.clgrad.tests.derived;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.routine.Machine;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.routine.UnfitException;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.routine.conv.ConvAxis;
import org.clgrad.engine.routine.conv.ConvGeometry;
import org.clgrad.engine.routine.conv.Convolution;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.DynamicTest;

/** A convolution whose plan transforms its weights, and what is to be known of it. */
final class TransformedWeights {
    /** What transforms the weights of a 3×3 convolution of these sizes. */
    static final String DERIVES = "conv_winograd_weights";

    static final int CHANNELS = 32;
    static final Shape IMAGES = Shape.of(2, CHANNELS, 12, 12);
    static final Shape WEIGHTS = Shape.of(CHANNELS, CHANNELS, 3, 3);

    /** Bytes of the transformed weights: 36 places for 9 taps, each a vector of 16 longer. */
    static final long KEPT_BYTES = 36L * (CHANNELS * CHANNELS + 16) * Float.BYTES;

    static double[] numbers(Shape shape, long seed) {
        return new Random(seed).doubles(shape.elements(), -1, 1).toArray();
    }

    static Tensor tensor(Device device, Shape shape, long seed) {
        return Tensor.of(device, DType.F32, shape, numbers(shape, seed));
    }

    static Tensor convolved(Tensor x, Tensor weight) {
        return x.conv2d(weight, null, new int[] {1}, new int[] {1}, new int[] {1}, 1);
    }

    static double[] result(Tensor x, Tensor weight) {
        try (Tensor y = convolved(x, weight)) {
            return y.toDoubles();
        }
    }

    /** What comes of a weight of the same values that nothing is kept of. */
    static double[] expected(Tensor x, Tensor weight) {
        try (Tensor fresh = Tensor.of(weight.device(), DType.F32, weight.shape(), weight.toDoubles())) {
            return result(x, fresh);
        }
    }

    static long derived(Device device) {
        return device.statistics().derivedBytes();
    }

    /** How often weights are transformed. */
    static long derivations(ClDevice device, Runnable work) {
        List<String> kernels = new ArrayList<>();
        device.listen((routine, variant, launch, nanos) -> kernels.add(launch.kernel()));
        try {
            work.run();
            device.finish();
        } finally {
            device.listen(null);
        }
        return kernels.stream().filter(DERIVES::equals).count();
    }

    static Stream<DynamicTest> onEachDevice(String name, Consumer<ClDevice> test) {
        return TestRun.current().devices().stream()
                .filter(tested -> transforms(tested.device()))
                .map(tested -> DynamicTest.dynamicTest(name + " on " + tested, () -> {
                    try (Scope scope = GradMode.noGrad()) {
                        DefaultDevice.set(scope, tested.device());
                        test.accept(tested.device());
                    }
                    TestRun.current().coverage().test("kept operands", tested);
                }));
    }

    /** Whether a device transforms weights at all, as CPUs do that have the local memory for it; the report says which do not. */
    static boolean transforms(ClDevice device) {
        Routine convolution = new Convolution(ConvGeometry.of(2, ConvAxis.of(1, 1, 1), 1));
        List<TensorSpec> in = List.of(TensorSpec.of(DType.F32, IMAGES), TensorSpec.of(DType.F32, WEIGHTS));
        boolean is = device.capabilities().machine() == Machine.CPU
                && convolution.variants().stream()
                        .filter(variant -> variant.name().equals("conv_winograd"))
                        .allMatch(variant -> fits(variant, device.target(), in, convolution.infer(in)));
        if (!is) {
            TestRun.current().notRun("kept operands on " + device.name() + ": it does not take Winograd's variant");
        }
        return is;
    }

    private static boolean fits(Variant variant, Target target, List<TensorSpec> in, List<TensorSpec> out) {
        try {
            return !variant.plan(target, in, out).allLaunches().isEmpty();
        } catch (UnfitException e) {
            return false;
        }
    }

    /** Values as an upload wants them. */
    static ByteBuffer bytes(double[] values) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
        for (double value : values) {
            bytes.putFloat((float) value);
        }
        return bytes.flip();
    }

    private TransformedWeights() {}
}
