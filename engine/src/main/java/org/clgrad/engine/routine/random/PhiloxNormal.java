package org.clgrad.engine.routine.random;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Normal numbers: y₂ₖ = mean + deviation·√(−2 log(1 − f₂ₖ))·cos(2π·f₂ₖ₊₁), and y₂ₖ₊₁ with the sine, where f are the
 * fractions in [0, 1) of {@link PhiloxUniform}.
 *
 * <p>Input: state {@code I64[2]}, (seed, counter). Outputs: y of the given type and shape; the next state, (seed, counter +
 * the blocks used), as for uniform numbers. The shape may be empty. No value is farther than 5.8 deviations from the mean in
 * single precision, 8.6 in double: 1 − f is at least 2⁻²⁴ or 2⁻⁵³.
 *
 * <p>Error: at most 20u·deviation·|z| + u·|y|, z the standard normal number; the functions' last bits may differ between
 * devices.
 *
 * <p>Source: Box and Muller, "A note on the generation of random normal deviates", Annals of Mathematical Statistics 29
 * (1958); Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 *
 * @param dtype a floating-point type; {@code F16} and {@code BF16} are rounded from the numbers of {@code F32}
 * @param mean finite
 * @param deviation the standard deviation, finite and not negative
 */
public record PhiloxNormal(DType dtype, Shape shape, double mean, double deviation) implements Routine {
    private static final String NAME = "philox_normal";

    /**
     * @throws MismatchException if the type is not floating-point
     * @throws IllegalArgumentException if the parameters are out of range
     */
    public PhiloxNormal {
        Philox.checkType(NAME, dtype);
        if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation < 0) {
            throw new IllegalArgumentException(NAME + ": needs a finite mean and a finite deviation of at least 0, got "
                    + mean + " and " + deviation);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return Philox.infer(NAME, in, dtype, shape);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        long[] state = args.in(0).longs();
        double[] y = new double[args.out(0).size()];
        int perBlock = Philox.perBlock(dtype);
        exec.each(Philox.blocks(dtype, shape), block -> {
            double[] fractions = Philox.fractions(dtype, state[0], state[1] + block);
            int first = Math.toIntExact(block * perBlock);
            for (int i = first; i < Math.min(first + perBlock, y.length); i++) {
                int pair = (i - first) / 2 * 2;
                double radius = Math.sqrt(-2 * Math.log(1 - fractions[pair]));
                double angle = 2 * Math.PI * fractions[pair + 1];
                double z = radius * (i - first == pair ? Math.cos(angle) : Math.sin(angle));
                y[i] = mean + deviation * z;
            }
        });
        args.out(0).set(y);
        args.out(1).set(Philox.next(state, dtype, shape));
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, this::plan));
    }

    private void plan(PlanBuilder plan) {
        Philox.launch(plan, NAME).real(mean, dtype).real(deviation, dtype).add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(6 * shape.elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return SampleSpace.of(NAME)
                .values("dtype", DType.floats().toArray())
                .sizes("n", 1, 3, 4, 5, 0, 15, 16, 17, 257, 1031)
                .values("mean", 0.0, -2.5)
                .values("deviation", 1.0, 0.02, 0.0)
                .values("state", Philox.STATES)
                .refuses(
                        "a state of one",
                        new PhiloxNormal(DType.F32, Shape.of(3), 0, 1),
                        List.of(TensorSpec.of(DType.I64, 1)),
                        "state needs i64[2]")
                .sample(choice -> {
                    PhiloxNormal routine = new PhiloxNormal(
                            choice.value("dtype", DType.class),
                            Shape.of(choice.size("n")),
                            choice.value("mean", Double.class),
                            choice.value("deviation", Double.class));
                    return new Sample(
                            routine,
                            List.of(TensorSpec.of(DType.I64, 2)),
                            List.of(choice.value("state", Domain.class)),
                            routine::bounds);
                });
    }

    /**
     * log: 3 ulp = 6u, halved by the root, which adds 3 ulp = 6u; the cosine 4 ulp = 8u; one product: 18u·|z|, and
     * deviation's rounding makes it 19. mean is rounded, the fma rounds, the reference rounds on storing: 2u|y| + u|mean|.
     * The reference's angle is off by 2π·2⁻⁵³·2 at most, and with the rounding of its own functions it is wrong by less
     * than 2⁻⁴⁹ for a radius below 8.6, whatever z is.
     */
    private double[] bounds(int output, DType type, List<HostArray> in, double[] expected) {
        double[] bounds = new double[expected.length];
        if (output == 0) {
            double u = type.unitRoundoff();
            for (int i = 0; i < bounds.length; i++) {
                double spread = Math.abs(expected[i] - mean) + u * Math.abs(expected[i]);
                bounds[i] = u * (20 * spread + 2 * Math.abs(expected[i]) + Math.abs(mean)) + deviation * 0x1p-49;
            }
        }
        return bounds;
    }
}
