package org.clgrad.engine.check;

import java.util.List;
import java.util.Optional;
import org.clgrad.engine.routine.Plan;

/** What came of running one variant on one case. */
public sealed interface CheckResult {
    /**
     * The outputs are right, nothing but them has changed, and nothing stays allocated.
     *
     * @param plan what ran
     */
    record Passed(Plan plan) implements CheckResult {}

    /**
     * The variant cannot do the case on this device; another one may.
     *
     * @param why what stands in the way
     */
    record Unfit(String why) implements CheckResult {}

    /**
     * Something is wrong.
     *
     * @param variant the variant that ran
     * @param routineCase the case as it ran; the outputs' layouts may be simpler than asked for
     * @param wrong what is wrong, in one line
     * @param circumstances under which it went wrong, a line each: device, routine, operands, tunables, seed
     * @param cause what was thrown, if the variant did not run to its end
     */
    record Failed(
            String variant,
            RoutineCase routineCase,
            String wrong,
            List<String> circumstances,
            Optional<RuntimeException> cause)
            implements CheckResult {
        public Failed {
            circumstances = List.copyOf(circumstances);
        }
    }
}
