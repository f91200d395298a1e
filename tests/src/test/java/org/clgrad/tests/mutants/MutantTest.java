package org.clgrad.tests.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.check.RoutineCatalog;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.tests.kit.Checkout;
import org.clgrad.tests.kit.Coverage;
import org.clgrad.tests.kit.DeviceCheck;
import org.clgrad.tests.kit.TestDevice;
import org.clgrad.tests.kit.TestDevices;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every planted fault is found within a few dozen cases of its routine. On whole devices always, since some show in double
 * precision only. Each one has programs to be built that nobody else needs, so the plain run has the first of each kernel, and
 * all of them run with {@code --all-platforms}.
 */
class MutantTest {
    /** Three to four times a routine's share in {@code RoutinePropertyTest}, which draws others with another seed. */
    private static final int CASES = 36;
    /** So many of them have the default tunables; then come others, for faults that the defaults keep from small cases. */
    private static final int DEFAULTS = 12;
    /** Draws of tunables that take turns, the defaults among them. */
    private static final int TUNINGS = 4;
    /** Cases that may be drawn to find so many in which the variant fits. */
    private static final int DRAWS = 20 * CASES;

    private static final String INDEX = "kernels-cl/src/main/resources/org/clgrad/kernels/cl/index";

    @TestFactory
    Stream<DynamicTest> isRejected() {
        Set<String> kernels = new HashSet<>();
        return Mutants.ALL.stream()
                .filter(mutant -> TestRun.ALL_PLATFORMS || kernels.add(mutant.kernel()))
                .map(mutant -> DynamicTest.dynamicTest(mutant.toString(), () -> check(mutant)));
    }

    @Test
    void thereAreEnough() {
        assertThat(Mutants.ALL).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
    }

    /** A family is a folder of kernels; what all its kernels include is counted where it is planted. */
    @Test
    void everyFamilyHasSome() {
        Map<String, String> families = Checkout.text(INDEX)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.strip().split("[/\\s]+", -1))
                .collect(Collectors.toMap(words -> words[1], words -> words[0]));
        assertThat(Mutants.ALL.stream().map(Mutant::kernel).map(families::get).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(new TreeSet<>(families.values()));
    }

    /** A routine whose kernels all could be wrong unseen is as good as not checked. */
    @Test
    void everyRoutineHasOne() {
        KernelCatalog kernels = KernelCatalog.builtin();
        Set<String> faulty = Mutants.ALL.stream()
                .map(mutant -> kernels.source(mutant.kernel()).routine())
                .collect(Collectors.toSet());
        assertThat(kernels.names())
                .extracting(name -> kernels.source(name).routine())
                .allMatch(faulty::contains);
    }

    private static void check(Mutant mutant) {
        KernelCatalog kernels = mutant.plant();
        String own = kernels.source(mutant.kernel()).routine();
        SampleSpace space = RoutineCatalog.space(mutant.routine().isEmpty() ? own : mutant.routine());
        try (TestDevices broken = TestDevices.open(kernels, CapabilityLimits.NONE)) {
            TestDevice device = broken.all().get(0);
            Random random = new Random(1);
            int cases = 0;
            for (int draw = 0; draw < DRAWS && cases < CASES; draw++) {
                RoutineCase drawn =
                        RoutineCase.draw(space, mutant.fixed(space), random).orElseThrow();
                RoutineCase testCase = withTuning(drawn, cases < DEFAULTS ? 0 : cases % TUNINGS);
                try {
                    cases += DeviceCheck.check(device, new Coverage(), testCase, mutant.variant()) ? 1 : 0;
                } catch (AssertionError rejection) {
                    checkRejection(mutant, testCase, rejection);
                    return;
                }
            }
            throw new AssertionError(mutant + " survived " + cases + " cases");
        }
    }

    private static RoutineCase withTuning(RoutineCase drawn, int tuning) {
        return new RoutineCase(
                drawn.operation(), drawn.indices(), drawn.inputs(), drawn.outputs(), tuning, drawn.seed());
    }

    /** A fault is found when the result is wrong, not when something failed; and the kernel that ships has none. */
    private static void checkRejection(Mutant mutant, RoutineCase testCase, AssertionError rejection) {
        if (rejection.getCause() != null) {
            throw new AssertionError(mutant + " does not run", rejection);
        }
        try (TestDevices all = TestDevices.open(KernelCatalog.builtin(), CapabilityLimits.NONE)) {
            TestDevice sound = all.all().get(0);
            assertThatCode(() -> DeviceCheck.check(sound, new Coverage(), testCase, mutant.variant()))
                    .doesNotThrowAnyException();
            TestRun.current().coverage().test("mutants rejected", sound);
        }
    }
}
