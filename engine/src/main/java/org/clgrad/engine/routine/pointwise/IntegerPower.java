package org.clgrad.engine.routine.pointwise;

import java.math.BigInteger;

/** Powers of integers, which wrap. */
final class IntegerPower {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(Long.SIZE);

    private IntegerPower() {}

    /** aᵇ modulo 2⁶⁴; where b is negative the whole part of it, 0 but of 1 and −1, and 0 of 0. */
    static long of(long a, long b) {
        if (b >= 0) {
            return BigInteger.valueOf(a).modPow(BigInteger.valueOf(b), MODULUS).longValue();
        }
        return a == 1 ? 1 : a == -1 ? (b % 2 == 0 ? 1 : -1) : 0;
    }
}
