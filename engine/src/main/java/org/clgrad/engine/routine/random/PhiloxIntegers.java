package org.clgrad.engine.routine.random;

import java.util.List;
import java.util.Map;
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
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Integers from low to below high, all alike: yᵢ = low + ⌊r·(high − low)/2⁶⁴⌋, r the 64 bits of the words 2(i mod 2), above,
 * and 2(i mod 2) + 1 of block counter + ⌊i/2⌋.
 *
 * <p>Input: state {@code I64[2]}, (seed, counter). Outputs: y, {@code I64}, of the given shape; the next state, (seed,
 * counter + blocks used). The shape may be empty: no block is used then. Exact; a value's probability is within 2⁻⁶⁴ of
 * 1/(high − low). The counter wraps around.
 *
 * <p>Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011; Lemire, "Fast random integer generation
 * in an interval", ACM TOMACS 29, 2019, without the rejection that would make it exact, and slower.
 *
 * @param low the least value
 * @param high above all values; high − low is below 2⁶³
 */
public record PhiloxIntegers(Shape shape, long low, long high) implements Routine {
    private static final String NAME = "philox_integers";

    /** @throws IllegalArgumentException if there is no integer, or there are 2⁶³ and more */
    public PhiloxIntegers {
        if (low >= high || high - low < 0) {
            throw new IllegalArgumentException(
                    NAME + ": needs low < high, fewer than 2⁶³ apart, got [" + low + ", " + high + ")");
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return Philox.infer(NAME, in, DType.I64, shape);
    }

    private long blocks() {
        return (shape.elements() + 1) / 2;
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        long[] state = args.in(0).longs();
        long[] y = new long[args.out(0).size()];
        exec.each(y.length, i -> y[(int) i] = low + upperHalf(Philox.bits(state, i), high - low));
        args.out(0).set(y);
        args.out(1).set(new long[] {state[0], state[1] + blocks()});
    }

    /** The upper 64 bits of the product of an unsigned number and one that is not negative. */
    static long upperHalf(long unsigned, long factor) {
        // As signed numbers the first is 2⁶⁴ less where its highest bit is set.
        return Math.multiplyHigh(unsigned, factor) + (unsigned < 0 ? factor : 0);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, this::plan));
    }

    private void plan(PlanBuilder plan) {
        plan.open(NAME, Map.of("blocks", blocks()))
                .real(DType.I64)
                .launch()
                .buffer(plan.dense(0), DType.I64)
                .buffer(plan.denseOut(0), DType.I64)
                .buffer(plan.denseOut(1), DType.I64)
                .int64(shape.elements())
                .int64(blocks())
                .int64(low)
                .int64(high - low)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return SampleSpace.of(NAME)
                .sizes("n", 1, 2, 3, 0, 7, 8, 9, 33, 257, 1031)
                .values(
                        "interval",
                        List.of(0L, 6L),
                        List.of(-3L, 4L),
                        List.of(5L, 6L),
                        List.of(0L, Long.MAX_VALUE),
                        List.of(Long.MIN_VALUE, -2L))
                .values("state", Philox.STATES)
                .refuses(
                        "a state of three",
                        new PhiloxIntegers(Shape.of(3), 0, 2),
                        List.of(TensorSpec.of(DType.I64, 3)),
                        "state needs i64[2]")
                .sample(choice -> {
                    List<?> interval = choice.value("interval", List.class);
                    return new Sample(
                            new PhiloxIntegers(
                                    Shape.of(choice.size("n")), (long) interval.get(0), (long) interval.get(1)),
                            List.of(Philox.STATE),
                            List.of(choice.value("state", Domain.class)),
                            Tolerance.exact());
                });
    }
}
