package org.clgrad.tests.routine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import org.clgrad.engine.check.OperandLayout;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.check.RoutineCatalog;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.tests.kit.Coverage;
import org.clgrad.tests.kit.DeviceCheck;
import org.clgrad.tests.kit.TestDevice;
import org.clgrad.tests.kit.TestDevices;
import org.clgrad.tests.kit.TestRun;

/**
 * Every routine, on every device through every binding, in every variant that fits, agrees with the host reference.
 *
 * <p>A case is drawn from the routines in turn, devices and bindings at random, for compiling is the budget.
 * The same cases are drawn each time; {@code -Dclgrad.test.seed=N} draws others, and with them other tunables; {@code
 * -Dclgrad.test.operations=matmul,copy} draws all of them from these operations.
 */
class RoutinePropertyTest {
    /** Cases in all; each routine has its share of them. */
    private static final int TRIES = 900;

    /** Cases that are run; fewer for the inner loop, which then does not meet every variant. */
    private static final int MOST = Integer.getInteger("clgrad.test.tries", TRIES);

    /** Cases that are looked at for a variant that fitted none. */
    private static final int MOST_LOOKED_AT = 500;

    private static final AtomicInteger RUN = new AtomicInteger();

    /** Of each variant, so many choices of tunables are tried beside the defaults. */
    private static final int TUNINGS = 3;

    /** A space has a further turn in each round for so many values of its longest axis. */
    private static final int VALUES_OF_A_TURN = 25;

    private static final long SEED = Long.getLong("clgrad.test.seed", 0);
    private static final String OPERATIONS = System.getProperty("clgrad.test.operations", "");

    /**
     * A case and where it is checked.
     *
     * @param device which of the devices there are
     */
    private record Trial(RoutineCase testCase, int device) {}

    @Property(tries = TRIES, seed = "20261121", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void agreesWithTheReference(@ForAll("trials") Trial trial) {
        if (RUN.getAndIncrement() >= MOST) {
            return;
        }
        List<TestDevice> devices = TestRun.current().devices();
        TestDevice device = devices.get(trial.device());
        Coverage coverage = TestRun.current().coverage();
        RoutineCase testCase = trial.testCase();
        DeviceCheck.check(device, coverage, testCase);
        // A variant that seldom fits runs everywhere as soon as a case of it turns up.
        for (TestDevice other : devices) {
            for (String variant : coverage.notYetOn(other)) {
                DeviceCheck.check(other, coverage, testCase, variant);
            }
        }
    }

    @AfterContainer
    static void everyVariantRanThroughEveryBinding() {
        // On a narrowed device some variants fit no case; what each case needs is that another does.
        if (System.getProperty(DeviceCheck.REPRO) == null
                && MOST >= TRIES
                && TestDevices.limits().isNone()) {
            TestRun.current().coverage().variantsNotRun().forEach(RoutinePropertyTest::lookFor);
            int devices = TestRun.current().devices().size();
            assertThat(TestRun.current().coverage().devicesOfVariants())
                    .as("devices and bindings on which each variant ran")
                    .allSatisfy((variant, count) -> assertThat(count).isEqualTo(devices));
        }
    }

    /** A variant that fits few cases, and none of those drawn: more are drawn until one fits, which is all that they cost. */
    private static void lookFor(String variant) {
        SampleSpace space =
                RoutineCatalog.space(KernelCatalog.builtin().source(variant).routine());
        TestRun run = TestRun.current();
        Random random = new Random(SEED);
        boolean met = false;
        for (int i = 0; i < MOST_LOOKED_AT && !met; i++) {
            RoutineCase testCase = RoutineCase.draw(space, random);
            for (TestDevice device : run.devices()) {
                met |= DeviceCheck.check(device, run.coverage(), testCase, variant);
            }
        }
    }

    @Provide
    Arbitrary<Trial> trials() {
        String repro = System.getProperty(DeviceCheck.REPRO);
        if (repro != null) {
            RoutineCase testCase = RoutineCase.parse(repro);
            return devices().map(device -> new Trial(testCase, device));
        }
        List<Turns> turns = spaces().stream()
                .map(Turns::new)
                .flatMap(own -> Stream.generate(() -> own).limit(own.share()))
                .toList();
        AtomicInteger next = new AtomicInteger();
        return Arbitraries.fromGenerator(
                random -> turns.get(next.getAndIncrement() % turns.size()).next(new Random(random.nextLong() + SEED)));
    }

    /** Draws the cases of one space, so that the values of its longest axis take turns. */
    private static final class Turns {
        private static final int ATTEMPTS = 500;

        private final RandomGenerator<Trial> generator;
        private final int axis;
        private final int values;
        private int drawn;

        Turns(SampleSpace space) {
            generator = trials(space).generator(TRIES);
            axis = IntStream.range(0, space.axes().size())
                    .boxed()
                    .max(Comparator.comparing(i -> space.axes().get(i).values().size()))
                    .orElseThrow();
            values = space.axes().get(axis).values().size();
        }

        /** How many turns the space has in a round. */
        int share() {
            return 1 + values / VALUES_OF_A_TURN;
        }

        Shrinkable<Trial> next(Random random) {
            int wanted = drawn++ % values;
            Shrinkable<Trial> drawnTrial = generator.next(random);
            // Not every value may be valid; then any case will do.
            for (int i = 0;
                    i < ATTEMPTS && drawnTrial.value().testCase().indices().get(axis) != wanted;
                    i++) {
                drawnTrial = generator.next(random);
            }
            return drawnTrial;
        }
    }

    private static List<SampleSpace> spaces() {
        return OPERATIONS.isEmpty()
                ? RoutineCatalog.spaces()
                : Arrays.stream(OPERATIONS.split(",", -1))
                        .map(RoutineCatalog::space)
                        .toList();
    }

    private static Arbitrary<Trial> trials(SampleSpace space) {
        Arbitrary<List<Integer>> indices = Combinators.combine(space.axes().stream()
                        .map(axis -> upTo(axis.values().size()))
                        .toList())
                .as(chosen -> chosen)
                .filter(chosen -> space.isValid(RoutineCase.choice(space, chosen)));
        Arbitrary<List<OperandLayout>> layouts =
                Arbitraries.of(OperandLayout.values()).list().ofSize(RoutineCase.MOST_OPERANDS);
        // Mostly the defaults, because each other choice is a program to compile.
        Arbitrary<Integer> tuning = Arbitraries.frequencyOf(
                Tuple.of(7, Arbitraries.just(0)), Tuple.of(1, upTo(TUNINGS).map(n -> n + 1)));
        // Neither has a simplest value, so shrinking them says nothing.
        Arbitrary<Integer> device = devices().dontShrink();
        Arbitrary<Long> seed = Arbitraries.longs().dontShrink();
        return Combinators.combine(indices, layouts, layouts, tuning, device, seed)
                .as((chosen, in, out, number, where, values) ->
                        new Trial(new RoutineCase(space.operation(), chosen, in, out, number, values), where));
    }

    private static Arbitrary<Integer> devices() {
        return upTo(TestRun.current().devices().size());
    }

    /** 0 … count−1, all alike probable, shrinking to 0. */
    private static Arbitrary<Integer> upTo(int count) {
        return Arbitraries.of(IntStream.range(0, count).boxed().toList());
    }
}
