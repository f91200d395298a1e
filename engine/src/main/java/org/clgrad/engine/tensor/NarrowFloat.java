package org.clgrad.engine.tensor;

/**
 * The floating-point formats of 16 bits, which Java has no type for: their values from and to bit patterns.
 *
 * <p>A format has a sign, some bits of exponent, biased as IEEE 754 has it, and the rest for the fraction; the largest
 * exponent is for infinities and NaN, the smallest for 0 and subnormals. Rounding is from {@code double} to nearest,
 * ties to even, in one step: through {@code float} it would be two, and 1 + 2⁻¹¹ + 2⁻³⁵, just above the middle of two
 * neighbours of binary16, would end at the lower one. A {@code float} is a {@code double} first, which changes nothing.
 */
public enum NarrowFloat {
    /** IEEE 754 binary16: 5 bits of exponent, 10 of fraction. */
    HALF(5, 10),
    /** The upper half of a binary32: 8 bits of exponent, 7 of fraction. */
    BFLOAT16(8, 7);

    private static final int SIGN = 0x8000;

    private final int fractionBits;
    private final int leastExponent;
    private final int infinity;

    NarrowFloat(int exponentBits, int fractionBits) {
        this.fractionBits = fractionBits;
        this.leastExponent = 2 - (1 << (exponentBits - 1));
        this.infinity = ((1 << exponentBits) - 1) << fractionBits;
    }

    /** The value of a bit pattern, exactly. */
    public double value(short bits) {
        int exponent = (bits & infinity) >> fractionBits;
        int fraction = bits & ((1 << fractionBits) - 1);
        double magnitude;
        if ((bits & infinity) == infinity) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb((double) fraction, leastExponent - fractionBits);
        } else {
            magnitude =
                    Math.scalb((double) (fraction | 1 << fractionBits), leastExponent - fractionBits + exponent - 1);
        }
        return (bits & SIGN) == 0 ? magnitude : -magnitude;
    }

    /**
     * The bit pattern of the value nearest to a number, the one with an even fraction where two are. What lies half a step or
     * more beyond the largest value is infinite; NaN is the quiet NaN with the number's sign.
     */
    public short bits(double number) {
        int sign = (int) (Double.doubleToRawLongBits(number) >>> 48) & SIGN;
        double magnitude = Math.abs(number);
        if (Double.isNaN(number)) {
            return (short) (sign | infinity | 1 << (fractionBits - 1));
        }
        int exponent = Math.max(Math.getExponent(magnitude), leastExponent);
        if (exponent > 1 - leastExponent) {
            return (short) (sign | infinity);
        }
        // In steps of the last place; scaling by a power of two is exact, and rint rounds to even. A carry out of the
        // fraction moves on into the exponent, and from the largest value to infinity, as it should.
        int steps = (int) Math.rint(Math.scalb(magnitude, fractionBits - exponent));
        return (short) (sign | (((exponent - leastExponent) << fractionBits) + steps));
    }

    /** The bit pattern of the value nearest to an integer, rounded once likewise. */
    public short bits(long number) {
        if (Math.abs(number) <= 1L << 53) {
            return bits((double) number);
        }
        // More than a double holds. All that the last 12 bits can say is whether the rest is a tie: an odd bit says so
        // too.
        long tail = number & 0xfff;
        return bits((double) (tail == 0 ? number : number - tail | 0x1000));
    }

    /** The value nearest to a number. */
    public double nearest(double number) {
        return value(bits(number));
    }

    /** The largest value below one of this format's values, which is not −∞ and not NaN. */
    public double below(double value) {
        return value == 0 ? -least() : value(value > 0 ? (short) (bits(value) - 1) : (short) (bits(value) + 1));
    }

    /** The largest finite value. */
    public double largest() {
        return value((short) (infinity - 1));
    }

    /** The smallest positive normal value. */
    public double leastNormal() {
        return Math.scalb(1.0, leastExponent);
    }

    /** The smallest positive value. */
    public double least() {
        return value((short) 1);
    }
}
