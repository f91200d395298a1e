package org.clgrad.examples.bench.child;

import java.util.Random;

/** Inputs, the same ones in each run. */
public final class Draw {
    private final Random random;

    /** A source that starts over. */
    public Draw(long seed) {
        random = new Random(seed);
    }

    /** Numbers spread evenly over [−1, 1). */
    public float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = 2 * random.nextFloat() - 1;
        }
        return numbers;
    }

    /** Whole numbers from 0, below a limit. */
    public long[] classes(int count, int limit) {
        return random.longs(count, 0, limit).toArray();
    }

    /** A whole number from 0, below a limit. */
    public int below(int limit) {
        return random.nextInt(limit);
    }
}
