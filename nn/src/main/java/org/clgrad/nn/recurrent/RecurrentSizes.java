package org.clgrad.nn.recurrent;

/**
 * The sizes of a recurrent cell.
 *
 * @param name what it is called in messages
 * @param input I, the size of what comes in
 * @param hidden H, the size of the state
 * @param parts how many parts the cell's sums have
 * @param projection P, the size that results are projected to; 0 for none
 * @param peephole whether the gates see the cell
 */
record RecurrentSizes(String name, int input, int hidden, int parts, int projection, boolean peephole) {
    /** Refuses sizes of less than 1, and projections that are no smaller than the state, as PyTorch does. */
    RecurrentSizes {
        if (input < 1 || hidden < 1 || projection < 0 || projection >= hidden) {
            throw new IllegalArgumentException(name
                    + ": expected sizes of at least 1 and a projection to fewer elements than the state's, got input "
                    + input + ", hidden " + hidden + ", projection " + projection);
        }
    }

    /** Those of a cell without projection and peepholes. */
    RecurrentSizes(String name, int input, int hidden, int parts) {
        this(name, input, hidden, parts, 0, false);
    }

    /** P, or H if there is no projection. */
    int result() {
        return projection == 0 ? hidden : projection;
    }

    /** What all parameters begin within: ±1/√H. */
    double limit() {
        return 1 / Math.sqrt(hidden);
    }
}
