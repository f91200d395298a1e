package org.clgrad.tests.kit;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.check.CheckResult;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.check.RoutineCheck;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.routine.Variant;

/** Checks cases on a device under test: what is wrong fails the test, and what ran is counted. */
public final class DeviceCheck {
    /** The system property that holds a case to run instead of all others, as a failure printed it. */
    public static final String REPRO = "clgrad.repro";

    /** Why a test that needs it does not run on a device without it. */
    public static final String NO_FP64 = "no double precision";

    private final TestDevice device;
    private final Coverage coverage;
    private final RoutineCheck check;

    private DeviceCheck(TestDevice device, Coverage coverage, RoutineCase routineCase) {
        this.device = device;
        this.coverage = coverage;
        this.check = RoutineCheck.of(device.device(), routineCase);
    }

    /**
     * Checks a case in every variant that fits, and in the one the engine would choose.
     *
     * @throws AssertionError if something is wrong, with all that is needed to run it again
     */
    public static void check(TestDevice device, Coverage coverage, RoutineCase routineCase) {
        new DeviceCheck(device, coverage, routineCase).checkAll();
    }

    /**
     * Checks a case in the variant the engine would choose.
     *
     * @throws AssertionError if something is wrong, with all that is needed to run it again
     */
    public static void checkChosen(TestDevice device, Coverage coverage, RoutineCase routineCase) {
        new DeviceCheck(device, coverage, routineCase).countChosen();
    }

    /**
     * Checks a case in one variant, if it fits.
     *
     * @return whether it fitted and so was run
     * @throws AssertionError if something is wrong, with all that is needed to run it again
     */
    public static boolean check(TestDevice device, Coverage coverage, RoutineCase routineCase, String variant) {
        DeviceCheck check = new DeviceCheck(device, coverage, routineCase);
        return check.check.variants().stream()
                .filter(candidate -> candidate.name().equals(variant))
                .anyMatch(check::checkVariant);
    }

    private void checkAll() {
        RoutineCase routineCase = check.routineCase();
        coverage.met(routineCase.operation(), routineCase.choice());
        boolean ran = false;
        for (Variant variant : check.variants()) {
            coverage.offered(variant.name());
            ran |= checkVariant(variant);
        }
        if (ran || !isBeyondDevice()) {
            countChosen();
        } else {
            coverage.notRun("routine cases", device, NO_FP64);
        }
    }

    private boolean isBeyondDevice() {
        return check.needsDouble() && !device.device().capabilities().fp64();
    }

    private void countChosen() {
        CheckResult result = check.checkChosen();
        count(result);
        if (result instanceof CheckResult.Unfit unfit) {
            if (!isBeyondDevice()) {
                throw new AssertionError(
                        check.routineCase() + " can be done by no variant on " + device + ": " + unfit.why());
            }
            coverage.notRun("routine cases", device, NO_FP64);
        }
    }

    /** Returns whether the variant fits. */
    private boolean checkVariant(Variant variant) {
        long kernelsBefore = device.handles().live(ClHandle.Kernel.class);
        CheckResult result = check.check(variant);
        boolean ran = count(result);
        long left = device.handles().live(ClHandle.Kernel.class) - kernelsBefore;
        if (left != 0) {
            throw new AssertionError(
                    variant.name() + ": " + left + " kernels are left by " + check.routineCase() + " on " + device);
        }
        if (result instanceof CheckResult.Passed passed) {
            coverage.ran(device, passed.plan(), device.device().target().kernels());
        }
        return ran;
    }

    /** Returns whether the case was run. */
    private boolean count(CheckResult result) {
        if (result instanceof CheckResult.Failed failed) {
            throw failure(failed);
        }
        boolean ran = result instanceof CheckResult.Passed;
        if (ran) {
            coverage.test("routine runs", device);
        }
        return ran;
    }

    private AssertionError failure(CheckResult.Failed failed) {
        List<String> lines = new ArrayList<>();
        lines.add(failed.variant() + ": " + failed.wrong());
        lines.add("device    " + device);
        lines.addAll(failed.circumstances());
        lines.add("repro     mvn -pl tests -am verify -Dtest=RoutinePropertyTest -D" + TestDevices.FILTER + "="
                + device.info().binding()
                + (device.limits().isNone() ? "" : " -D" + TestDevices.LIMIT + "=" + device.limits()) + " -D" + REPRO
                + "=" + failed.routineCase());
        return new AssertionError(String.join("\n  ", lines), failed.cause().orElse(null));
    }
}
