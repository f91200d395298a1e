package org.clgrad.engine.routine.random;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Numbers uniform in [low, high): yᵢ = min(fᵢ·(high − low) + low, the largest number below high).
 *
 * <p>Input: state {@code I64[2]}, (seed, counter). Outputs: y of the given type and shape; the next state, (seed, counter +
 * the blocks used). In single precision fᵢ is the upper 24 bits of word i mod 4 of block counter + ⌊i/4⌋, times 2⁻²⁴; in
 * double the upper 53 bits of the words 2(i mod 2), above, and 2(i mod 2) + 1 of block counter + ⌊i/2⌋, times 2⁻⁵³. The
 * shape may be empty: no block is used then.
 *
 * <p>high − low is rounded to the type, product and sum once, together: the same bits everywhere. The counter wraps around.
 *
 * <p>Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 *
 * @param dtype a floating-point type; {@code F16} and {@code BF16} are rounded from the numbers of {@code F32}
 * @param low included
 * @param high not included; above low when both are rounded to the type
 */
public record PhiloxUniform(DType dtype, Shape shape, double low, double high) implements Routine {
    private static final String NAME = "philox_uniform";

    /**
     * @throws MismatchException if the type is not floating-point
     * @throws IllegalArgumentException if the interval is empty or infinite
     */
    public PhiloxUniform {
        Philox.checkType(NAME, dtype);
        low = dtype.nearest(low);
        high = dtype.nearest(high);
        boolean isInfinite = Double.isInfinite(dtype.accumulator().nearest(high - low));
        if (!(low < high) || isInfinite) {
            throw new IllegalArgumentException(
                    NAME + ": needs finite low < high of type " + dtype + ", got [" + low + ", " + high + ")");
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

    /** high − low in the type that is computed in. */
    private double range() {
        return dtype.accumulator().nearest(high - low);
    }

    /** The largest number of the type below high. */
    private double largest() {
        return dtype.below(high);
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
                double value = dtype == DType.F64
                        ? Math.fma(fractions[i - first], range(), low)
                        : Math.fma((float) fractions[i - first], (float) range(), (float) low);
                y[i] = Math.min(value, largest());
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
        Philox.launch(plan, NAME)
                .real(low, dtype)
                .real(range(), dtype)
                .real(largest(), dtype)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(2 * shape.elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return SampleSpace.of(NAME)
                .values("dtype", DType.floats().toArray())
                .sizes("n", 1, 3, 4, 5, 0, 15, 16, 17, 257, 1031)
                .values("interval", List.of(0.0, 1.0), List.of(-0.3, 0.3), List.of(1.0, 2.0), List.of(-1e30, 1.0))
                .values("state", Philox.STATES)
                .where(choice -> Double.isFinite(choice.value("dtype", DType.class)
                        .nearest((double) choice.value("interval", List.class).get(0))))
                .refuses(
                        "a state of three",
                        new PhiloxUniform(DType.F32, Shape.of(3), 0, 1),
                        List.of(TensorSpec.of(DType.I64, 3)),
                        "state needs i64[2]")
                .refuses(
                        "a state of another type",
                        new PhiloxUniform(DType.F32, Shape.of(3), 0, 1),
                        List.of(TensorSpec.of(DType.I32, 2)),
                        "state needs i64[2]")
                .sample(choice -> {
                    List<?> interval = choice.value("interval", List.class);
                    return new Sample(
                            new PhiloxUniform(
                                    choice.value("dtype", DType.class),
                                    Shape.of(choice.size("n")),
                                    (double) interval.get(0),
                                    (double) interval.get(1)),
                            List.of(TensorSpec.of(DType.I64, 2)),
                            List.of(choice.value("state", Domain.class)),
                            Tolerance.exact());
                });
    }
}
