package org.clgrad.autograd;

import org.jspecify.annotations.Nullable;

/**
 * How a layer goes over a sequence. States lie between the steps, in places 0 to T.
 *
 * @param reverse whether it goes from the last step to the first
 * @param keeps whether a gradient may be asked for
 * @param active which steps there are of which sequences, BOOL [T,N,1]; null for all
 */
record RecurrentRun(boolean reverse, boolean keeps, @Nullable Tensor active) {
    /** The step that is the i-th to be taken. */
    long step(long i, long steps) {
        return reverse ? steps - 1 - i : i;
    }

    /** The place of the state before a step. */
    long before(long step) {
        return reverse ? step + 1 : step;
    }

    /** The place of the state after a step. */
    long after(long step) {
        return reverse ? step : step + 1;
    }

    /** The place of the first state. */
    long first(long steps) {
        return reverse ? steps : 0;
    }

    /** The place of the last state. */
    long last(long steps) {
        return reverse ? 0 : steps;
    }
}
