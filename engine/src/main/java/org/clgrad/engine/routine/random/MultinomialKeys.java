package org.clgrad.engine.routine.random;

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
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * What draws without replacement by a race: kᵢ = 57 + log₂(−log₂ uᵢ) − log₂ cᵢ as an integer in units of 2⁻⁴⁰, where uᵢ is the
 * 64 bits of number i, as in {@link PhiloxIntegers}, over 2⁶⁴; 2⁶² where cᵢ = 0.
 *
 * <p>−log uᵢ/cᵢ is exponential with the rate cᵢ, and the least of such numbers belongs to i with the probability cᵢ/Σc, the
 * next one likewise among the rest: so the places of the m smallest keys, in order, are m draws without replacement. The
 * logarithm keeps the order. Logarithms are computed in integers, digit by digit, so keys are the same on every device.
 *
 * <p>Inputs: c, {@code I64}, of any shape and strides, 0 or more, as {@link MultinomialCounts} makes them; state {@code
 * I64[2]}, (seed, counter). Outputs: k, {@code I64}, like c; the next state, (seed, counter + blocks used). Exact; digits are
 * cut off, which moves a probability by 2⁻³⁹ of itself at most.
 *
 * <p>Source: Efraimidis and Spirakis, "Weighted random sampling with a reservoir", Information Processing Letters 97, 2006;
 * Knuth, "The art of computer programming" 1, §1.2.2, exercise 25.
 */
public record MultinomialKeys() implements Routine {
    /** The key of what is never drawn. */
    public static final long NEVER = 1L << 62;

    private static final String NAME = "multinomial_keys";
    private static final int DIGITS = 40;
    private static final int DIGITS_OF_EXPONENTIAL = 57;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Inputs.checkCount(NAME, in, 2);
        if (in.get(0).dtype() != DType.I64) {
            throw new MismatchException(NAME, "counts", "type i64", in.get(0).toString());
        }
        Philox.checkState(NAME, in.get(1));
        return List.of(TensorSpec.of(DType.I64, in.get(0).shape()), Philox.STATE);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        long[] counts = args.in(0).longs();
        long[] state = args.in(1).longs();
        long[] keys = new long[counts.length];
        exec.each(keys.length, i -> keys[(int) i] = key(Philox.bits(state, i), counts[(int) i]));
        args.out(0).set(keys);
        args.out(1).set(new long[] {state[0], state[1] + (keys.length + 1) / 2});
    }

    /** The key of a count, given 64 bits. */
    static long key(long bits, long count) {
        if (count <= 0) {
            return NEVER;
        }
        // 64 − log₂ bits, in units of 2⁻⁵⁷ from 1 to 2⁶³, which is Java's least long taken as an unsigned number.
        long exponential = Long.MIN_VALUE - logarithm(bits == 0 ? 1 : bits, DIGITS_OF_EXPONENTIAL);
        return logarithm(exponential, DIGITS) - logarithm(count, DIGITS);
    }

    /** log₂ of an unsigned number that is not 0, cut off after so many binary digits. */
    static long logarithm(long x, int digits) {
        int exponent = 63 - Long.numberOfLeadingZeros(x);
        // From 1 to below 2, with 63 digits behind the point.
        long mantissa = x << (63 - exponent);
        long result = exponent;
        for (int i = 0; i < digits; i++) {
            // The upper half of the square of an unsigned number whose highest bit is set.
            long square = Math.multiplyHigh(mantissa, mantissa) + 2 * mantissa;
            boolean isTwo = square < 0;
            mantissa = isTwo ? square : 2 * square;
            result = 2 * result + (isTwo ? 1 : 0);
        }
        return result;
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, MultinomialKeys::plan));
    }

    private static void plan(PlanBuilder plan) {
        long elements = plan.in(0).elements();
        long blocks = (elements + 1) / 2;
        plan.open(NAME, Map.of("blocks", blocks))
                .real(DType.I64)
                .launch()
                .buffer(plan.dense(0), DType.I64)
                .buffer(plan.dense(1), DType.I64)
                .buffer(plan.denseOut(0), DType.I64)
                .buffer(plan.denseOut(1), DType.I64)
                .int64(elements)
                .int64(blocks)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(0, in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        MultinomialKeys keys = new MultinomialKeys();
        TensorSpec counts = TensorSpec.of(DType.I64, 3);
        return SampleSpace.of(NAME)
                .sizes("rows", 1, 2, 5, 0)
                .sizes("n", 1, 2, 3, 16, 257)
                .values(
                        "counts",
                        new Domain.Integers(1, 1L << 38),
                        new Domain.Integers(0, 3),
                        new Domain.Integers(-3, 1))
                .values("state", Philox.STATES)
                .refuses("counts of floats", keys, List.of(TensorSpec.of(DType.F32, 3), Philox.STATE), "type i64")
                .refuses("no state", keys, List.of(counts), "needs 2 tensors")
                .refuses("a state of one", keys, List.of(counts, TensorSpec.of(DType.I64, 1)), "state needs i64[2]")
                .sample(choice -> new Sample(
                        keys,
                        List.of(TensorSpec.of(DType.I64, choice.size("rows"), choice.size("n")), Philox.STATE),
                        List.of(choice.value("counts", Domain.class), choice.value("state", Domain.class)),
                        Tolerance.exact()));
    }
}
