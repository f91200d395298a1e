package org.clgrad.engine.routine.random;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.Inputs;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Philox4x32-10 in Java, and what the random routines share.
 *
 * <p>Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, §3.3; constants and test
 * vectors from its library, Random123.
 */
public final class Philox {
    private static final int ROUNDS = 10;
    private static final long WORD = 0xFFFFFFFFL;
    private static final long MULTIPLIER0 = 0xD2511F53L;
    private static final long MULTIPLIER1 = 0xCD9E8D57L;
    private static final long WEYL0 = 0x9E3779B9L;
    private static final long WEYL1 = 0xBB67AE85L;

    /** Seed and counter. */
    static final TensorSpec STATE = TensorSpec.of(DType.I64, 2);

    /** Domains of states: small ones, a counter whose upper word is about to change, all 64 bits, about to wrap around. */
    static final Object[] STATES = {
        new Domain.Integers(0, 100),
        new Domain.Integers(WORD - 3, WORD),
        new Domain.Integers(Long.MIN_VALUE / 4, Long.MAX_VALUE / 4),
        new Domain.Integers(-3, 0)
    };

    private Philox() {}

    /** The function itself: four words from four words of counter and two of key, each in the low half of a long. */
    static long[] block(long[] counter, long[] key) {
        long[] c = counter.clone();
        long key0 = key[0];
        long key1 = key[1];
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER0 * c[0];
            long product1 = MULTIPLIER1 * c[2];
            long next0 = (product1 >>> 32) ^ c[1] ^ key0;
            long next2 = (product0 >>> 32) ^ c[3] ^ key1;
            c[0] = next0;
            c[1] = product1 & WORD;
            c[2] = next2;
            c[3] = product0 & WORD;
            key0 = (key0 + WEYL0) & WORD;
            key1 = (key1 + WEYL1) & WORD;
        }
        return c;
    }

    /** The uniform fractions in [0, 1) that a block gives: 24 bits of a word each, or 53 bits of two, the first above. */
    public static double[] fractions(DType dtype, long seed, long counter) {
        long[] words = block(new long[] {counter & WORD, counter >>> 32, 0, 0}, new long[] {seed & WORD, seed >>> 32});
        if (dtype != DType.F64) {
            return new double[] {
                (words[0] >>> 8) * 0x1p-24,
                (words[1] >>> 8) * 0x1p-24,
                (words[2] >>> 8) * 0x1p-24,
                (words[3] >>> 8) * 0x1p-24
            };
        }
        return new double[] {
            ((words[0] << 32 | words[1]) >>> 11) * 0x1p-53, ((words[2] << 32 | words[3]) >>> 11) * 0x1p-53
        };
    }

    /** Of the words that follow from a state, four of a block, the n-th. */
    static long word(long[] state, long n) {
        long counter = state[1] + n / 4;
        long[] words =
                block(new long[] {counter & WORD, counter >>> 32, 0, 0}, new long[] {state[0] & WORD, state[0] >>> 32});
        return words[(int) (n % 4)];
    }

    /** 64 bits of two words, the n-th of them, the first word above. */
    static long bits(long[] state, long n) {
        return word(state, 2 * n) << 32 | word(state, 2 * n + 1);
    }

    /** An event of this probability happens where a word is below: ⌈p·2³²⌉. */
    static long threshold(double probability) {
        return probability >= 1 ? 1L << 32 : probability > 0 ? (long) Math.ceil(probability * 0x1p32) : 0;
    }

    /** Elements that a block gives. */
    static int perBlock(DType dtype) {
        return dtype == DType.F64 ? 2 : 4;
    }

    /** Blocks that a tensor needs. */
    static long blocks(DType dtype, Shape shape) {
        return (shape.elements() + perBlock(dtype) - 1) / perBlock(dtype);
    }

    /** The state after a tensor was drawn. */
    static long[] next(long[] state, DType dtype, Shape shape) {
        return new long[] {state[0], state[1] + blocks(dtype, shape)};
    }

    static void checkType(String operation, DType dtype) {
        if (!dtype.isFloat()) {
            throw new MismatchException(operation, "the element type", "a floating-point one", dtype.toString());
        }
    }

    static List<TensorSpec> infer(String operation, List<TensorSpec> in, DType dtype, Shape shape) {
        Inputs.checkCount(operation, in, 1);
        checkState(operation, in.get(0));
        return List.of(TensorSpec.of(dtype, shape), STATE);
    }

    static void checkState(String operation, TensorSpec state) {
        if (state.dtype() != DType.I64 || !state.shape().equals(STATE.shape())) {
            throw new MismatchException(operation, "state", STATE + ", seed and counter", state.toString());
        }
    }

    /** Starts the launch of a kernel, with the arguments that all have. */
    static KernelFile.LaunchBuilder launch(PlanBuilder plan, String kernel) {
        TensorSpec values = plan.out(0);
        DType dtype = values.dtype();
        long blocks = blocks(dtype, values.shape());
        return plan.open(kernel, Map.of("blocks", blocks))
                .real(dtype)
                .launch()
                .buffer(plan.dense(0), DType.I64)
                .buffer(plan.denseOut(0), dtype)
                .buffer(plan.denseOut(1), DType.I64)
                .int64(values.elements())
                .int64(blocks);
    }
}
