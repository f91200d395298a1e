package org.clgrad.engine.routine.update;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;

/**
 * x ← x·min(1, largest/(norm + 10⁻⁶)), in place, for any number of tensors: with {@link GradientNorm} what keeps gradients
 * from being longer than {@code largest}.
 *
 * <p>Inputs: tensors of one floating-point type; then the norm, one element of any floating-point type. Changed in place:
 * the tensors.
 *
 * <p>Where the norm is NaN all becomes NaN; where it is infinite all becomes 0, and infinite elements NaN, as in PyTorch.
 * Tensors may be empty. Error: at most 8u of each element: the norm's and the largest's rounding, a sum, a quotient of 2.5
 * ulp, a product.
 *
 * <p>Source: Pascanu, Mikolov, Bengio, "On the difficulty of training recurrent neural networks", ICML 2013, §3.2; the form
 * of {@code torch.nn.utils.clip_grad_norm_}.
 *
 * @param count how many tensors
 * @param largest ≥ 0
 */
public record ScaleToNorm(int count, double largest) implements FusedUpdate {
    private static final String NAME = "scale_to_norm";
    private static final double TINY = 1e-6;

    /** @throws IllegalArgumentException if an attribute is out of its range */
    public ScaleToNorm {
        FusedUpdate.checkCount(NAME, count);
        Operands.notNegative(NAME, "largest norm", largest);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ScaleToNorm of(int sets) {
        return new ScaleToNorm(sets, largest);
    }

    @Override
    public List<String> tensors() {
        return List.of("tensor");
    }

    @Override
    public List<String> numbers() {
        return List.of("norm");
    }

    @Override
    public Element formula(double[] numbers) {
        double scale = Math.min(1, largest / (numbers[0] + TINY));
        return x -> x[0] *= scale;
    }

    @Override
    public Estimate[] estimate(Estimate[] x, Estimate[] numbers, double u) {
        Estimate quotient = Estimate.rounded(largest, u).over(numbers[0].plus(Estimate.rounded(TINY, u)));
        // Where the quotient is nearly 1 either of the two may be taken, and the error covers the distance.
        Estimate scale = new Estimate(Math.min(1, quotient.value()), quotient.error(), u);
        return new Estimate[] {x[0].times(scale)};
    }

    @Override
    public void attributes(KernelFile.LaunchBuilder launch, DType dtype) {
        launch.real(largest, dtype);
    }

    @Override
    public int flops() {
        return 1;
    }

    /** What it is tried on: norms on both sides of the largest, and such as are none. */
    public static SampleSpace samples() {
        return UpdateSamples.of(NAME, new ScaleToNorm(1, 1), new ScaleToNorm(1, 0.25), new ScaleToNorm(1, 0))
                .values(
                        "norm",
                        new Domain.Uniform(0, 2),
                        new Domain.Constant(Double.NaN),
                        new Domain.Constant(Double.POSITIVE_INFINITY))
                .sample(choice -> UpdateSamples.sample(choice, Map.of("norm", choice.value("norm", Domain.class))));
    }
}
