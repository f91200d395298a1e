package org.clgrad.engine.routine.random;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Inputs;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.routine.reduce.Reduce;
import org.clgrad.engine.routine.scan.Lines;
import org.clgrad.engine.routine.scan.ScanLaunches;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Draws with replacement by inversion: yᵣⱼ is the first i with sᵣᵢ &gt; ⌊b·sᵣₙ₋₁/2⁶⁴⌋, where s are the sums of the counts up
 * to each and b is 64 random bits, those of number r·draws + j, as in {@link PhiloxIntegers}.
 *
 * <p>Inputs: counts, {@code I64} [b,n], not negative, with sums below 2⁶³, n ≥ 1, as {@link MultinomialCounts} makes them; state {@code I64[2]}, (seed, counter). Outputs: y, {@code
 * I64} [b,draws]; the next state, (seed, counter + blocks used). In a row without any count y is −1. Exact; a
 * probability is within 2⁻⁶⁴ of the count's share.
 *
 * <p>Source: Devroye, "Non-uniform random variate generation", 1986, §III.2.
 *
 * @param draws of each row, 0 or more
 */
public record MultinomialSearch(long draws) implements Routine {
    private static final String NAME = "multinomial_search";

    /** @throws IllegalArgumentException if there are to be fewer than 0 draws */
    public MultinomialSearch {
        if (draws < 0) {
            throw new IllegalArgumentException(NAME + ": draws 0 or more, got " + draws);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Inputs.checkCount(NAME, in, 2);
        TensorSpec counts = in.get(0);
        if (counts.dtype() != DType.I64 || counts.rank() != 2 || counts.size(1) < 1) {
            throw new MismatchException(NAME, "counts", "type i64 and shape [b,n], n at least 1", counts.toString());
        }
        Philox.checkState(NAME, in.get(1));
        return List.of(TensorSpec.of(DType.I64, counts.size(0), draws), Philox.STATE);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        long[] counts = args.in(0).longs();
        long[] state = args.in(1).longs();
        int n = (int) args.in(0).spec().size(1);
        long[] y = new long[args.out(0).size()];
        exec.each(y.length, at -> {
            int row = (int) (at / draws) * n;
            long total = Arrays.stream(counts, row, row + n).sum();
            long left = PhiloxIntegers.upperHalf(Philox.bits(state, at), total);
            int i = 0;
            while (total > 0 && left >= counts[row + i]) {
                left -= counts[row + i++];
            }
            y[(int) at] = total > 0 ? i : -1;
        });
        args.out(0).set(y);
        args.out(1).set(new long[] {state[0], state[1] + (y.length + 1) / 2});
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, this::plan));
    }

    private void plan(PlanBuilder plan) {
        long elements = plan.out(0).elements();
        long blocks = (elements + 1) / 2;
        long rows = plan.in(0).size(0);
        long n = plan.in(0).size(1);
        Slot sums = plan.work(plan.in(0).sizeBytes());
        new ScanLaunches(Reduce.Op.SUM, false, false)
                .add(plan, Lines.rows(plan.dense(0), DType.I64, rows, n), Lines.rows(sums, DType.I64, rows, n));
        plan.open(NAME, Map.of("blocks", blocks))
                .real(DType.I64)
                .launch()
                .buffer(sums, DType.I64)
                .buffer(plan.dense(1), DType.I64)
                .buffer(plan.denseOut(0), DType.I64)
                .buffer(plan.denseOut(1), DType.I64)
                .int64(n)
                .int64(draws)
                .int64(elements)
                .int64(blocks)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on: few large counts, zeros among small ones, nothing at all. */
    public static SampleSpace samples() {
        MultinomialSearch one = new MultinomialSearch(1);
        return SampleSpace.of(NAME)
                .sizes("rows", 1, 2, 5, 0)
                .sizes("n", 1, 2, 3, 16, 257)
                .sizes("draws", 1, 2, 3, 0, 17, 64)
                .values(
                        "counts",
                        new Domain.Integers(1, 1L << 38),
                        new Domain.Integers(0, 3),
                        new Domain.Integers(0, 1))
                .values("state", Philox.STATES)
                .refuses("no rows", one, List.of(TensorSpec.of(DType.I64, 3), Philox.STATE), "shape [b,n]")
                .refuses(
                        "nothing to choose", one, List.of(TensorSpec.of(DType.I64, 2, 0), Philox.STATE), "n at least 1")
                .refuses("counts of floats", one, List.of(TensorSpec.of(DType.F32, 2, 3), Philox.STATE), "type i64")
                .refuses(
                        "a state of one",
                        one,
                        List.of(TensorSpec.of(DType.I64, 2, 3), TensorSpec.of(DType.I64, 1)),
                        "state needs i64[2]")
                .sample(choice -> new Sample(
                        new MultinomialSearch(choice.size("draws")),
                        List.of(TensorSpec.of(DType.I64, choice.size("rows"), choice.size("n")), Philox.STATE),
                        List.of(choice.value("counts", Domain.class), choice.value("state", Domain.class)),
                        Tolerance.exact()));
    }
}
