package org.clgrad.tests.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.clgrad.engine.Storage;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Plan;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.routine.UnfitException;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * Runs one case of a routine on one device in every variant that fits and compares it with the host reference. Outputs
 * must be right within the sample's tolerance; nothing but they may have changed; nothing may stay allocated.
 */
public final class RoutineCheck {
    /** The system property that holds a case to run instead of all others, as a failure printed it. */
    public static final String REPRO = "clgrad.repro";

    private final TestDevice device;
    private final Coverage coverage;
    private final RoutineCase testCase;
    private final Sample sample;
    private final Routine routine;
    private final List<Operand> inputs = new ArrayList<>();
    private final List<Operand> outputs = new ArrayList<>();
    private final List<HostArray> expectedIn = new ArrayList<>();
    private final List<HostArray> expectedOut = new ArrayList<>();

    private RoutineCheck(TestDevice device, Coverage coverage, RoutineCase testCase) {
        this.device = device;
        this.coverage = coverage;
        this.testCase = testCase;
        this.sample = RoutineCatalog.space(testCase.operation()).sample(testCase.choice());
        this.routine = sample.routine();
        draw();
        computeReference();
    }

    /**
     * Checks a case in every variant that fits, and in the one the engine would choose.
     *
     * @throws AssertionError if something is wrong, with all that is needed to run it again
     */
    public static void check(TestDevice device, Coverage coverage, RoutineCase testCase) {
        new RoutineCheck(device, coverage, testCase).checkAll();
    }

    /**
     * Checks a case in one variant, if it fits.
     *
     * @return whether it fitted and so was run
     * @throws AssertionError if something is wrong, with all that is needed to run it again
     */
    public static boolean check(TestDevice device, Coverage coverage, RoutineCase testCase, String variant) {
        RoutineCheck check = new RoutineCheck(device, coverage, testCase);
        return check.routine.variants().stream()
                .filter(candidate -> candidate.name().equals(variant))
                .anyMatch(check::checkVariant);
    }

    private void checkAll() {
        coverage.met(testCase.operation(), testCase.choice());
        boolean ran = false;
        for (Variant variant : routine.variants()) {
            coverage.offered(variant.name());
            ran |= checkVariant(variant);
        }
        if (ran) {
            run(null, SampledTuning.defaults(), testCase.withDenseOutputs());
        }
    }

    // ---- Operands and reference

    private int inPlaceInput(int output) {
        return output < routine.inPlace().size() ? routine.inPlace().get(output) : -1;
    }

    private void draw() {
        boolean denormals = device.device().capabilities().denormals();
        for (int i = 0; i < sample.inputs().size(); i++) {
            boolean changes = routine.inPlace().contains(i);
            OperandLayout layout = changes ? testCase.input(i).writable() : testCase.input(i);
            Operand.Role role = changes ? Operand.Role.CHANGED : Operand.Role.READ;
            Random random = random("input", i);
            inputs.add(Operand.unwritten(role, sample.inputs().get(i), layout, random)
                    .draw(sample.domains().get(i), random, denormals));
        }
    }

    private Random random(String role, int index) {
        return new Random(testCase.seed() + 31L * index + role.hashCode());
    }

    private void computeReference() {
        for (int i = 0; i < inputs.size(); i++) {
            // What is changed in place needs a copy, or the device would start from the reference's result.
            expectedIn.add(
                    routine.inPlace().contains(i)
                            ? inputs.get(i).denseCopy()
                            : inputs.get(i).array());
        }
        List<TensorSpec> specs =
                routine.infer(inputs.stream().map(Operand::spec).toList());
        for (int i = 0; i < specs.size(); i++) {
            int same = inPlaceInput(i);
            expectedOut.add(same >= 0 ? expectedIn.get(same) : HostArray.zeros(specs.get(i)));
        }
        routine.onHost(HostExec.sequential(), new Args(expectedIn, expectedOut));
    }

    private List<Operand> outputs(RoutineCase shape) {
        List<Operand> made = new ArrayList<>();
        for (int i = 0; i < expectedOut.size(); i++) {
            int same = inPlaceInput(i);
            made.add(
                    same >= 0
                            ? inputs.get(same)
                            : Operand.unwritten(
                                    Operand.Role.WRITTEN,
                                    expectedOut.get(i).spec(),
                                    shape.output(i).writable(),
                                    random("output", i)));
        }
        return made;
    }

    // ---- Running

    /** Returns whether the variant fits. */
    private boolean checkVariant(Variant variant) {
        List<TensorSpec> in = inputs.stream().map(Operand::spec).toList();
        if (!variant.fits(device.device().target(), in)) {
            return false;
        }
        return checkVariant(variant, testCase) || checkVariant(variant, testCase.withDenseOutputs());
    }

    private boolean checkVariant(Variant variant, RoutineCase shape) {
        List<TensorSpec> in = inputs.stream().map(Operand::spec).toList();
        List<TensorSpec> out = outputs(shape).stream().map(Operand::spec).toList();
        Target target = device.device().target();
        SampledTuning tuning;
        try {
            tuning = SampledTuning.draw(shape.tuning(), target, variant, in, out);
        } catch (UnfitException e) {
            return false;
        }
        run(variant, tuning, shape);
        Plan plan = variant.plan(new Target(target.capabilities(), target.kernels(), tuning), in, out);
        coverage.ran(device, plan, target.kernels());
        return true;
    }

    /** @param variant the variant; nothing for the engine's own choice */
    private void run(@Nullable Variant variant, SampledTuning tuning, RoutineCase shape) {
        ClDevice target = device.device();
        String what = routine.name() + " by " + (variant == null ? "the chosen variant" : variant.name());
        outputs.clear();
        outputs.addAll(outputs(shape));
        long storagesBefore = target.statistics().liveStorages();
        long kernelsBefore = device.handles().live(ClHandle.Kernel.class);
        List<Storage> storages = new ArrayList<>();
        try {
            List<TensorData> in = upload(inputs, storages);
            List<TensorData> out = new ArrayList<>();
            for (int i = 0; i < outputs.size(); i++) {
                int same = inPlaceInput(i);
                out.add(
                        same >= 0
                                ? in.get(same)
                                : upload(List.of(outputs.get(i)), storages).get(0));
            }
            if (variant == null) {
                target.run(routine, in, out);
            } else {
                target.run(routine, variant, tuning, in, out);
            }
            verify(in, out).ifPresent(difference -> {
                throw failure(what, difference, tuning, shape, null);
            });
        } catch (RuntimeException e) {
            throw failure(what, e.toString(), tuning, shape, e);
        } finally {
            storages.forEach(Storage::release);
        }
        coverage.test("routine runs", device);
        checkLeaks(what, tuning, shape, storagesBefore, variant == null ? -1 : kernelsBefore);
    }

    private List<TensorData> upload(List<Operand> operands, List<Storage> storages) {
        List<TensorData> tensors = new ArrayList<>();
        for (Operand operand : operands) {
            TensorData tensor = operand.upload(device.device());
            storages.add(tensor.storage());
            tensors.add(tensor);
        }
        return tensors;
    }

    // ---- Verifying

    /** What is wrong, if anything. */
    private Optional<String> verify(List<TensorData> in, List<TensorData> out) {
        for (int i = 0; i < in.size(); i++) {
            if (!routine.inPlace().contains(i)
                    && !inputs.get(i).isUnchanged(inputs.get(i).download(in.get(i)))) {
                return Optional.of("input " + i + " was written to");
            }
        }
        for (int i = 0; i < out.size(); i++) {
            Operand now = outputs.get(i).download(out.get(i));
            Optional<String> wrong = Comparison.differences(
                            i, expectedOut.get(i), now.array(), referenceInputs(), sample.tolerance())
                    .or(trespass(i, now));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private Supplier<Optional<String>> trespass(int output, Operand now) {
        return () -> {
            long at = outputs.get(output).trespass(now);
            return at == Operand.NOWHERE
                    ? Optional.empty()
                    : Optional.of("output " + output + " is written outside of its elements, " + at
                            + " elements from its first");
        };
    }

    /** The inputs as they were before anything changed in place, as tolerances want them. */
    private List<HostArray> referenceInputs() {
        return inputs.stream().map(Operand::array).toList();
    }

    private void checkLeaks(String what, SampledTuning tuning, RoutineCase shape, long storages, long kernels) {
        long storagesNow = device.device().statistics().liveStorages();
        if (storagesNow != storages) {
            throw failure(what, (storagesNow - storages) + " storages are left", tuning, shape, null);
        }
        long kernelsNow = device.handles().live(ClHandle.Kernel.class);
        if (kernels >= 0 && kernelsNow != kernels) {
            throw failure(what, (kernelsNow - kernels) + " kernels are left", tuning, shape, null);
        }
    }

    private AssertionError failure(
            String what, String wrong, SampledTuning tuning, RoutineCase shape, @Nullable Throwable cause) {
        List<String> lines = new ArrayList<>();
        lines.add(what + ": " + wrong);
        lines.add("device    " + device);
        lines.add("routine   " + routine);
        lines.add("choice    " + testCase.choice().values());
        IntStream.range(0, inputs.size())
                .forEach(i -> lines.add("input " + i + "   " + inputs.get(i) + " from "
                        + sample.domains().get(i)));
        IntStream.range(0, outputs.size()).forEach(i -> lines.add("output " + i + "  " + outputs.get(i)));
        lines.add("tunables  " + tuning);
        lines.add("seed      " + testCase.seed());
        lines.add("repro     mvn -pl tests -am verify -Dtest=RoutinePropertyTest -D" + REPRO + "=" + shape);
        return new AssertionError(String.join("\n  ", lines), cause);
    }
}
