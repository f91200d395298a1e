package org.clgrad.tests.derived;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clgrad.engine.Storage;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.check.RoutineCatalog;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.IllegalTuningException;
import org.clgrad.engine.routine.Plan;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.routine.UnfitException;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.tests.kit.TestDevices;
import org.clgrad.tests.tuning.TunedDevice;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every variant of every routine that derives operands gives, of operands that are lasting, the same bits as of others: from
 * what it derived, from what was kept, and after a change.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryPackingTest {
    /** Cases drawn of each routine, and those of them that each variant is tried on: programs take their time to compile. */
    private static final int DRAWS = 60;

    private static final int TRIES = 2;

    /** What must be among the variants met, lest a change of plans leaves nothing to test. */
    private static final List<String> EXPECTED = List.of(
            "conv_channels",
            "conv_pixels",
            "conv_pointwise",
            "conv_winograd",
            "lstm_sequence_backward_rows",
            "lstm_sequence_group",
            "lstm_sequence_rows");

    /** A tuning that has one variant tried before all others. */
    private static final class Chosen implements Tuning {
        private String variant = "";
        private long revision;

        void choose(String name) {
            variant = name;
            revision++;
        }

        @Override
        public OptionalLong value(String kernel, String tunable) {
            return OptionalLong.empty();
        }

        @Override
        public Optional<String> fastest(Routine routine, List<TensorSpec> in) {
            return Optional.of(variant);
        }

        @Override
        public long revision() {
            return revision;
        }
    }

    private final Chosen chosen = new Chosen();
    private final ClDevice device = TunedDevice.open(TestDevices.allKernels(), chosen);
    private final Set<String> met = new TreeSet<>();

    @AfterAll
    void theVariantsMet() {
        device.close();
        assertThat(met).containsAll(EXPECTED);
    }

    @TestFactory
    Stream<DynamicTest> keptAndFreshOperandsGiveTheSame() {
        return RoutineCatalog.spaces().stream()
                .map(space -> DynamicTest.dynamicTest(space.operation(), () -> check(space)));
    }

    private void check(SampleSpace space) {
        Random random = new Random(20261129);
        List<String> tried = new ArrayList<>();
        for (int draw = 0; draw < DRAWS; draw++) {
            RoutineCase drawn = RoutineCase.draw(space, random);
            Sample sample = drawn.sample();
            // Every other time the last two axes lie the other way round, which some plans want a copy of.
            List<TensorSpec> in = draw % 2 == 0
                    ? sample.inputs()
                    : sample.inputs().stream().map(EveryPackingTest::turned).toList();
            for (Variant variant : sample.routine().variants()) {
                if (tried.stream().filter(variant.name()::equals).count() < TRIES
                        && derives(sample.routine(), variant, in)) {
                    tried.add(variant.name());
                    chosen.choose(variant.name());
                    check(sample.routine(), variant.name() + " of " + drawn, in, random);
                }
            }
        }
        met.addAll(tried);
    }

    private static TensorSpec turned(TensorSpec spec) {
        int rank = spec.shape().rank();
        if (rank < 2) {
            return spec;
        }
        int[] order = IntStream.range(0, rank)
                .map(axis -> axis < rank - 2 ? axis : 2 * rank - 3 - axis)
                .toArray();
        Layout dense =
                Layout.contiguous(Layout.contiguous(spec.shape()).permute(order).shape());
        return new TensorSpec(spec.dtype(), dense.permute(order));
    }

    private boolean derives(Routine routine, Variant variant, List<TensorSpec> in) {
        if (!variant.fits(device.target(), in)) {
            return false;
        }
        try {
            Plan plan = variant.plan(device.target(), in, routine.infer(in));
            return plan.variant().equals(variant.name())
                    && plan.derivations().stream()
                            .anyMatch(derivation ->
                                    !derivation.packing().launches().isEmpty());
        } catch (UnfitException | IllegalTuningException e) {
            return false;
        }
    }

    private void check(Routine routine, String what, List<TensorSpec> specs, Random random) {
        List<TensorData> plain = new ArrayList<>();
        List<TensorData> lasting = new ArrayList<>();
        try {
            for (TensorSpec spec : specs) {
                plain.add(device.allocate(spec));
                lasting.add(device.allocate(spec));
                lasting.get(lasting.size() - 1).storage().markLasting();
            }
            for (int values = 0; values < 2; values++) {
                for (int i = 0; i < specs.size(); i++) {
                    upload(random, plain.get(i), lasting.get(i));
                }
                List<byte[]> expected = run(routine, plain);
                assertThat(device.statistics().derivedBytes())
                        .as("kept before, %s", what)
                        .isZero();
                for (int use = 0; use < 3; use++) {
                    assertThat(run(routine, lasting))
                            .as("use %d of %s", use, what)
                            .usingRecursiveComparison()
                            .isEqualTo(expected);
                }
                assertThat(device.statistics().derivedBytes())
                        .as("kept of %s", what)
                        .isPositive();
            }
        } finally {
            Stream.concat(plain.stream(), lasting.stream())
                    .map(TensorData::storage)
                    .forEach(Storage::release);
        }
        assertThat(device.statistics().derivedBytes()).as("left of %s", what).isZero();
    }

    /** The same numbers into both, in the order of memory. */
    private void upload(Random random, TensorData... tensors) {
        TensorSpec dense =
                TensorSpec.of(tensors[0].spec().dtype(), tensors[0].spec().shape());
        HostArray numbers = HostArray.zeros(dense);
        if (dense.dtype().isFloat()) {
            numbers.set(random.doubles(dense.shape().elements(), -1, 1).toArray());
        }
        for (TensorData tensor : tensors) {
            device.upload(numbers.bytes().duplicate(), new TensorData(tensor.storage(), 0, dense));
        }
    }

    private List<byte[]> run(Routine routine, List<TensorData> inputs) {
        List<byte[]> results = new ArrayList<>();
        for (TensorData output : device.run(routine, inputs)) {
            HostArray values = HostArray.zeros(output.spec());
            device.download(output, values.bytes());
            byte[] bytes = new byte[values.bytes().remaining()];
            values.bytes().duplicate().get(bytes);
            results.add(bytes);
            output.storage().release();
        }
        return results;
    }
}
