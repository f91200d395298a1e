package org.clgrad.engine.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.conv.ConvAxis;
import org.clgrad.engine.routine.conv.ConvGeometry;
import org.clgrad.engine.routine.conv.Convolution;
import org.clgrad.engine.routine.matmul.MatMul;
import org.clgrad.engine.routine.softmax.Softmax;
import org.clgrad.engine.routine.update.SgdUpdate;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is right at full size is found right, and what is wrong wrong, also where most of the reference is left out. */
class FullSizeCheckTest {
    private static TensorSpec f32(long... sizes) {
        return TensorSpec.of(DType.F32, sizes);
    }

    static Stream<TuningJob> jobs() {
        ConvAxis axis = new ConvAxis(1, 1, 1, 1);
        TensorSpec transposed = new TensorSpec(DType.F32, f32(700, 800).layout().permute(1, 0));
        return Stream.of(
                new TuningJob(new Softmax(1, false), List.of(f32(50, 30))),
                new TuningJob(new MatMul(false, false), List.of(f32(90, 70), f32(70, 110))),
                // These two have more operations than are done.
                new TuningJob(new MatMul(false, false), List.of(f32(700, 800), transposed)),
                new TuningJob(
                        new Convolution(new ConvGeometry(List.of(axis, axis), 1)),
                        List.of(f32(4, 64, 40, 40), f32(64, 64, 3, 3), f32(64))),
                // Changed in place.
                new TuningJob(new SgdUpdate(2, 0, 0, false, 0), sgd()));
    }

    private static List<TensorSpec> sgd() {
        return List.of(f32(300), f32(300), f32(20, 30), f32(20, 30), f32(1));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void resultsAreToldFromWrongOnes(TuningJob job) {
        try (Device host = Devices.openHost();
                JobOperands operands = new JobOperands(host, job)) {
            FullSizeCheck check = new FullSizeCheck(job, operands);
            host.run(job.routine(), operands.inputs(), operands.outputs());
            assertThat(check.problem(operands)).isEmpty();
            operands.restore(job.routine());
            host.run(job.routine(), operands.inputs(), operands.outputs());
            assertThat(check.problem(operands)).as("once more").isEmpty();
            TensorData output = operands.outputs().get(operands.outputs().size() - 1);
            spoilLast(host, output);
            assertThat(check.problem(operands)).isPresent();
            assertThat(check.problem(operands).get())
                    .startsWith("element " + (output.spec().elements() - 1) + " of ");
        }
    }

    /** Many kernels that are wrong are so at the end. */
    private static void spoilLast(Device device, TensorData output) {
        ByteBuffer all =
                ByteBuffer.allocateDirect((int) output.spec().sizeBytes()).order(ByteOrder.nativeOrder());
        device.download(output, all);
        int last = all.capacity() - Float.BYTES;
        all.putFloat(last, all.getFloat(last) * 1.01f);
        device.upload(all, output);
    }

    @Test
    void operandsAreReleased() {
        try (Device host = Devices.openHost()) {
            TuningJob job = new TuningJob(new Softmax(1, false), Collections.nCopies(1, f32(5, 3)));
            new JobOperands(host, job).close();
            assertThat(host.statistics().liveStorages()).isZero();
        }
    }
}
