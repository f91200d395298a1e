package org.clgrad.engine.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clgrad.engine.Device;
import org.clgrad.engine.Storage;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.IllegalTuningException;
import org.clgrad.engine.routine.Plan;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.routine.UnfitException;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.routine.VariantChoice;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * One case of a routine on one device: runs it in any variant and compares it with the host reference. Outputs must be
 * right within the sample's tolerance, or the variant's own; nothing but they may have changed; nothing may stay allocated.
 */
public final class RoutineCheck {
    private final ClDevice device;
    private final RoutineCase routineCase;
    private final Sample sample;
    private final Routine routine;
    private final List<Operand> inputs = new ArrayList<>();
    private final List<HostArray> expectedIn = new ArrayList<>();
    private final List<HostArray> expectedOut = new ArrayList<>();

    private RoutineCheck(ClDevice device, RoutineCase routineCase) {
        this.device = device;
        this.routineCase = routineCase;
        this.sample = routineCase.sample();
        this.routine = sample.routine();
        draw();
    }

    /**
     * Draws the operands of a case.
     *
     * @throws IllegalArgumentException if the device has no variants to check, as the host, which is the reference
     */
    public static RoutineCheck of(Device device, RoutineCase routineCase) {
        if (device instanceof ClDevice opencl) {
            return new RoutineCheck(opencl, routineCase);
        }
        throw new IllegalArgumentException(
                device.name() + ": only OpenCL devices can be checked; the host is what they are checked against");
    }

    /** The case that is checked. */
    public RoutineCase routineCase() {
        return routineCase;
    }

    /** The variants of the routine, whether they fit or not. */
    public List<Variant> variants() {
        return routine.variants();
    }

    /** Whether an operand is of double precision, which not every device has. */
    public boolean needsDouble() {
        return Stream.concat(
                        inputs.stream().map(Operand::spec), expectedOut.stream().map(HostArray::spec))
                .anyMatch(spec -> spec.dtype() == DType.F64);
    }

    /** Checks one variant, with the tunables that the case says. */
    public CheckResult check(Variant variant) {
        List<TensorSpec> in = inputs.stream().map(Operand::spec).toList();
        if (!variant.fits(device.target(), in)) {
            return new CheckResult.Unfit(variant.name() + ": " + whyUnfit(in));
        }
        CheckResult result = check(variant, routineCase);
        return result instanceof CheckResult.Unfit ? check(variant, routineCase.withDenseOutputs()) : result;
    }

    /** Checks one variant with given tunables; dense outputs. */
    public CheckResult check(Variant variant, Tuning tuning) {
        Run run = new Run(variant.name(), routineCase.withDenseOutputs());
        if (!variant.fits(device.target(), run.inputSpecs())) {
            return new CheckResult.Unfit(variant.name() + ": " + whyUnfit(run.inputSpecs()));
        }
        return execute(run, variant, tuning);
    }

    private String whyUnfit(List<TensorSpec> in) {
        boolean needsDouble = in.stream().anyMatch(spec -> spec.dtype() == DType.F64);
        return needsDouble && !device.capabilities().fp64()
                ? "the device has no double precision"
                : "not made for such operands: " + in;
    }

    private CheckResult check(Variant variant, RoutineCase shape) {
        Run run = new Run(variant.name(), shape);
        Target target = device.target();
        try {
            Tuning tuning = SampledTuning.draw(shape.tuning(), target, variant, run.inputSpecs(), run.outputSpecs());
            return execute(run, variant, tuning);
        } catch (UnfitException e) {
            return new CheckResult.Unfit(String.valueOf(e.getMessage()));
        }
    }

    private CheckResult execute(Run run, Variant variant, Tuning tuning) {
        Target target = device.target();
        try {
            Target tuned = new Target(target.capabilities(), target.kernels(), tuning);
            Plan plan = variant.plan(tuned, run.inputSpecs(), run.outputSpecs());
            Tolerance tolerance = variant.tolerance(run.inputSpecs(), sample.tolerance());
            return run.execute(plan, tuning, tolerance, (in, out) -> device.run(routine, variant, tuning, in, out));
        } catch (UnfitException | IllegalTuningException e) {
            return new CheckResult.Unfit(String.valueOf(e.getMessage()));
        }
    }

    /** Checks the variant that the engine would choose, with dense outputs. */
    public CheckResult checkChosen() {
        Run run = new Run("the chosen variant", routineCase.withDenseOutputs());
        Plan plan;
        try {
            plan = VariantChoice.plan(routine, device.target(), run.inputSpecs(), run.outputSpecs(), reason -> {});
        } catch (MismatchException e) {
            return new CheckResult.Unfit(String.valueOf(e.getMessage()));
        }
        Tolerance tolerance = chosen(plan).tolerance(run.inputSpecs(), sample.tolerance());
        return run.execute(plan, SampledTuning.defaults(), tolerance, (in, out) -> device.run(routine, in, out));
    }

    private Variant chosen(Plan plan) {
        return routine.variants().stream()
                .filter(variant -> variant.name().equals(plan.variant()))
                .findFirst()
                .orElseThrow();
    }

    // ---- Operands and reference

    private int inPlaceInput(int output) {
        return output < routine.inPlace().size() ? routine.inPlace().get(output) : -1;
    }

    private void draw() {
        boolean denormals = device.capabilities().denormals();
        for (int i = 0; i < sample.inputs().size(); i++) {
            boolean changes = routine.inPlace().contains(i);
            OperandLayout layout = changes ? routineCase.input(i).writable() : routineCase.input(i);
            Operand.Role role = changes ? Operand.Role.CHANGED : Operand.Role.READ;
            Random random = random("input", i);
            inputs.add(Operand.unwritten(role, sample.inputs().get(i), layout, random)
                    .draw(sample.domains().get(i), random, denormals));
        }
    }

    private Random random(String role, int index) {
        return new Random(routineCase.seed() + 31L * index + role.hashCode());
    }

    /** Computes what is expected, once: a case that no variant fits needs none. */
    private void computeReference() {
        if (!expectedIn.isEmpty() || !expectedOut.isEmpty()) {
            return;
        }
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
            expectedOut.add(same >= 0 ? expectedIn.get(same) : HostArray.unrounded(specs.get(i)));
        }
        routine.onHost(HostExec.sequential(), new Args(expectedIn, expectedOut));
    }

    // ---- Running and verifying

    @FunctionalInterface
    private interface Launch {
        void into(List<TensorData> in, List<TensorData> out);
    }

    /** One run, with outputs of its own. */
    private final class Run {
        private final String variant;
        private final RoutineCase shape;
        private final List<Operand> outputs = new ArrayList<>();

        Run(String variant, RoutineCase shape) {
            this.variant = variant;
            this.shape = shape;
            computeReference();
            for (int i = 0; i < expectedOut.size(); i++) {
                int same = inPlaceInput(i);
                outputs.add(
                        same >= 0
                                ? inputs.get(same)
                                : Operand.unwritten(
                                        Operand.Role.WRITTEN,
                                        expectedOut.get(i).spec(),
                                        shape.output(i).writable(),
                                        random("output", i)));
            }
        }

        List<TensorSpec> inputSpecs() {
            return inputs.stream().map(Operand::spec).toList();
        }

        List<TensorSpec> outputSpecs() {
            return outputs.stream().map(Operand::spec).toList();
        }

        CheckResult execute(Plan plan, Tuning tuning, Tolerance tolerance, Launch launch) {
            long storagesBefore = device.statistics().liveStorages();
            List<Storage> storages = new ArrayList<>();
            Optional<String> wrong;
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
                launch.into(in, out);
                wrong = verify(in, out, tolerance);
            } catch (UnfitException | IllegalTuningException e) {
                // A kernel's own limit of work-items, known once it is built, is below the device's.
                return new CheckResult.Unfit(String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                return failed(tuning, e.toString(), Optional.of(e));
            } finally {
                storages.forEach(Storage::release);
            }
            long left = device.statistics().liveStorages() - storagesBefore;
            return wrong.or(() -> left == 0 ? Optional.empty() : Optional.of(left + " storages are left"))
                    .<CheckResult>map(what -> failed(tuning, what, Optional.empty()))
                    .orElseGet(() -> new CheckResult.Passed(plan));
        }

        private List<TensorData> upload(List<Operand> operands, List<Storage> storages) {
            List<TensorData> tensors = new ArrayList<>();
            for (Operand operand : operands) {
                TensorData tensor = operand.upload(device);
                storages.add(tensor.storage());
                tensors.add(tensor);
            }
            return tensors;
        }

        /** What is wrong, if anything. */
        private Optional<String> verify(List<TensorData> in, List<TensorData> out, Tolerance tolerance) {
            for (int i = 0; i < in.size(); i++) {
                if (!routine.inPlace().contains(i)
                        && !inputs.get(i).isUnchanged(inputs.get(i).download(in.get(i)))) {
                    return Optional.of("input " + i + " was written to");
                }
            }
            // The inputs as they were before anything changed in place, as tolerances want them.
            List<HostArray> before = inputs.stream().map(Operand::array).toList();
            for (int i = 0; i < out.size(); i++) {
                Operand now = outputs.get(i).download(out.get(i));
                Optional<String> wrong = Comparison.differences(i, expectedOut.get(i), now.array(), before, tolerance)
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

        private CheckResult.Failed failed(Tuning tuning, String wrong, Optional<RuntimeException> cause) {
            List<String> lines = new ArrayList<>();
            lines.add("routine   " + routine);
            lines.add("choice    " + routineCase.choice().values());
            IntStream.range(0, inputs.size())
                    .forEach(i -> lines.add("input " + i + "   " + inputs.get(i) + " from "
                            + sample.domains().get(i)));
            IntStream.range(0, outputs.size()).forEach(i -> lines.add("output " + i + "  " + outputs.get(i)));
            lines.add("tunables  " + tuning);
            lines.add("seed      " + routineCase.seed());
            return new CheckResult.Failed(variant, shape, wrong, lines, cause);
        }
    }
}
