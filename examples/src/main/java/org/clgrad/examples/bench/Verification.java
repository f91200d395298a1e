package org.clgrad.examples.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.tensor.TensorSpec;

/** Whether a device computes what a case says: a speed of something else would mean nothing. */
final class Verification {
    /** Elements of each result that are computed again at full size. */
    private static final int SAMPLES = 64;
    /** Any number but those of operands. */
    private static final long SEED = 4711;

    private final Device device;

    Verification(Device device) {
        this.device = device;
    }

    /**
     * Holds the operation at a small shape, all elements, against the host's, and against its definition where it has one.
     *
     * @throws CaseNotRunException if it is wrong
     */
    void checkSmall(BenchCase measured) {
        if (measured.check().isEmpty()) {
            return;
        }
        BenchCase.SmallCheck check = measured.check().get();
        try (Device host = Devices.openHost()) {
            List<double[]> expected = values(host, check.operation());
            List<double[]> computed = values(device, check.operation());
            for (int result = 0; result < expected.size(); result++) {
                double scale =
                        Arrays.stream(expected.get(result)).map(Math::abs).max().orElse(0);
                for (int i = 0; i < expected.get(result).length; i++) {
                    double reference = expected.get(result)[i];
                    Optional<Operation.Expected> defined = check.operation().expected(result, i);
                    double bound = defined.map(Operation.Expected::bound)
                            .orElse(check.tolerance().applyAsDouble(result) * scale);
                    refuse(
                            measured,
                            "at a small shape against the host",
                            result,
                            i,
                            computed.get(result)[i],
                            new Operation.Expected(reference, bound));
                    int at = i;
                    int of = result;
                    defined.ifPresent(value -> refuse(
                            measured, "at a small shape against its definition", of, at, computed.get(of)[at], value));
                }
            }
        }
    }

    private static List<double[]> values(Device device, Operation operation) {
        try (Scope scope = DefaultDevice.set(Scope.open(), device);
                Workload workload = operation.on(device)) {
            return workload.results().stream().map(Tensor::toDoubles).toList();
        }
    }

    /**
     * Holds some elements of a workload at full size against their definition; where there is none, they must be numbers.
     *
     * @throws CaseNotRunException if one is wrong
     */
    void checkFull(BenchCase measured, Workload workload) {
        try (Scope scope = DefaultDevice.set(Scope.open(), device)) {
            List<Tensor> results = workload.results();
            for (int result = 0; result < results.size(); result++) {
                Tensor dense = results.get(result).contiguous();
                int of = result;
                sampled(dense.shape().elements()).forEach(element -> {
                    double computed = element(dense.data(), element);
                    Operation.Expected expected = measured.operation()
                            .expected(of, element)
                            .orElse(new Operation.Expected(0, Float.MAX_VALUE));
                    refuse(measured, "at full size", of, element, computed, expected);
                });
            }
        }
    }

    /** The first, the last, and some between. */
    private static LongStream sampled(long elements) {
        return LongStream.range(0, SAMPLES)
                .map(i -> i == 0 ? 0 : i == 1 ? elements - 1 : Numbers.below(elements, SEED, i))
                .distinct();
    }

    private static double element(TensorData dense, long element) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
        TensorSpec one = TensorSpec.of(dense.spec().dtype(), 1);
        dense.device().download(new TensorData(dense.storage(), dense.offsetElements() + element, one), bytes);
        return bytes.getFloat(0);
    }

    private static void refuse(
            BenchCase measured, String where, int result, long element, double computed, Operation.Expected expected) {
        if (!expected.admits(computed)) {
            throw CaseNotRunException.failed("%s, %s: element %d of result %d is %s, expected %s within %.3g"
                    .formatted(measured.id(), where, element, result, computed, expected.value(), expected.bound()));
        }
    }
}
