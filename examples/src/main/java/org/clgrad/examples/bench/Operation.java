package org.clgrad.examples.bench;

import java.util.Optional;
import org.clgrad.engine.Device;

/** What is measured, at one size: how it is made ready on a device, and what comes out of it. */
interface Operation {
    /** Makes it ready: its operands are on the device, the same on every device. */
    Workload on(Device device);

    /**
     * What an element of a result is by definition, computed in double from the operands; nothing where that takes the whole
     * network.
     *
     * @param result which of {@link Workload#results}
     * @param element its place, row-major
     */
    default Optional<Expected> expected(int result, long element) {
        return Optional.empty();
    }

    /**
     * A value and how far from it a computed one may be.
     *
     * @param bound the largest difference that is allowed
     */
    record Expected(double value, double bound) {
        /** Half a unit in the last place of 1, in single precision. */
        static final double UNIT = 0x1p-24;

        /** So many standard deviations of an error are not seen in a life. */
        private static final double DEVIATIONS = 6;

        /**
         * A sum of n terms in single precision, whatever its order. Its error is a sum of n roundings of either sign, so that it
         * stays within λ·√n·eps·Σ|terms| but for a probability of 2·exp(−λ²/2): N. Higham, T. Mary, "A new approach to probabilistic rounding error
         * analysis", SIAM J. Sci. Comput. 41(5), 2019, theorem 2.4. The bound that always holds, n·eps·Σ|terms|, is larger than the
         * sum itself where there are many terms.
         *
         * @param magnitude Σ|terms|
         */
        static Expected sum(double value, long n, double magnitude) {
            return new Expected(value, (1 + DEVIATIONS * Math.sqrt((double) n)) * UNIT * magnitude);
        }

        boolean admits(double computed) {
            return Math.abs(computed - value) <= bound; // false of NaN
        }
    }
}
