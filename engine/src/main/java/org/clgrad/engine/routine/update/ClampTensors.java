package org.clgrad.engine.routine.update;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;

/**
 * x ← min(max(x, −largest), largest), in place, for any number of tensors.
 *
 * <p>Inputs: tensors of one floating-point type, which are changed in place. NaN stays NaN. Tensors may be empty. Exact, but
 * for the rounding of {@code largest} to the type.
 *
 * <p>Source: the form of {@code torch.nn.utils.clip_grad_value_}.
 *
 * @param count how many tensors
 * @param largest ≥ 0
 */
public record ClampTensors(int count, double largest) implements FusedUpdate {
    private static final String NAME = "clamp_tensors";

    /** @throws IllegalArgumentException if an attribute is out of its range */
    public ClampTensors {
        FusedUpdate.checkCount(NAME, count);
        Operands.notNegative(NAME, "largest value", largest);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ClampTensors of(int sets) {
        return new ClampTensors(sets, largest);
    }

    @Override
    public List<String> tensors() {
        return List.of("tensor");
    }

    @Override
    public List<String> numbers() {
        return List.of();
    }

    @Override
    public Element formula(double[] numbers) {
        return x -> x[0] = Math.min(Math.max(x[0], -largest), largest);
    }

    @Override
    public Estimate[] estimate(Estimate[] x, Estimate[] numbers, double u) {
        double error = Math.abs(x[0].value()) < largest ? 0 : u * largest;
        return new Estimate[] {new Estimate(x[0].value(), error, u)};
    }

    @Override
    public void attributes(KernelFile.LaunchBuilder launch, DType dtype) {
        launch.real(largest, dtype);
    }

    @Override
    public int flops() {
        return 2;
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return UpdateSamples.of(NAME, new ClampTensors(1, 1), new ClampTensors(1, 0.3), new ClampTensors(1, 0))
                .sample(choice -> UpdateSamples.sample(choice, Map.of("tensor", new Domain.Special())));
    }
}
