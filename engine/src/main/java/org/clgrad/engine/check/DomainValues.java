package org.clgrad.engine.check;

import java.util.random.RandomGenerator;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.tensor.DType;

/** Draws the values of an operand from its domain. */
final class DomainValues {
    private static final double[] TIED = {0, 1, -1, 2};
    private static final double[] NON_FINITE = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

    /** Few enough that a short line of values often has none, and one of many has some. */
    private static final int ONE_NON_FINITE_IN = 16;

    private final RandomGenerator random;
    private final boolean denormals;

    /** @param denormals whether the device keeps denormals; if not, none are drawn */
    DomainValues(RandomGenerator random, boolean denormals) {
        this.random = random;
        this.denormals = denormals;
    }

    /** Gives every element of an array a value. */
    void fill(HostArray array, Domain domain) {
        DType dtype = array.spec().dtype();
        if (dtype.isFloat()) {
            double[] values = new double[array.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = floating(domain, dtype);
            }
            array.set(values);
        } else {
            long[] values = new long[array.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = integer(domain, dtype);
            }
            array.set(values);
        }
    }

    private double floating(Domain domain, DType dtype) {
        if (domain instanceof Domain.Uniform uniform) {
            return uniform(uniform);
        } else if (domain instanceof Domain.Integers integers) {
            return random.nextLong(integers.low(), integers.high());
        } else if (domain instanceof Domain.Ties) {
            return TIED[random.nextInt(TIED.length)];
        } else if (domain instanceof Domain.NonFinite mixed) {
            return random.nextInt(ONE_NON_FINITE_IN) == 0
                    ? NON_FINITE[random.nextInt(NON_FINITE.length)]
                    : floating(mixed.usual(), dtype);
        } else if (domain instanceof Domain.Constant constant) {
            return constant.value();
        } else if (domain instanceof Domain.Penalties) {
            return switch (random.nextInt(3)) {
                case 0 -> 0;
                case 1 -> random.nextDouble(-3, 3);
                default -> Double.NEGATIVE_INFINITY;
            };
        }
        return special(dtype);
    }

    private double uniform(Domain.Uniform range) {
        boolean hasZero = range.low() <= 0 && range.high() >= 0;
        if (hasZero && random.nextInt(16) == 0) {
            return random.nextBoolean() ? 0.0 : -0.0;
        }
        return random.nextDouble(range.low(), range.high());
    }

    private double special(DType dtype) {
        double least = dtype.least();
        double normal = dtype.leastNormal();
        double largest = dtype.largest();
        // Those of binary16 are normal numbers of binary32, which no device may flush.
        boolean denormals = this.denormals || dtype == DType.F16;
        double sign = random.nextBoolean() ? 1 : -1;
        return switch (random.nextInt(12)) {
            case 0 -> sign * 0.0;
            case 1 -> denormals ? sign * least : sign * normal;
            case 2 -> denormals ? sign * normal * random.nextDouble(0.01, 0.99) : sign * 0.0;
            case 3 -> sign * normal;
            case 4 -> sign * largest;
            case 5 -> Double.NaN;
            case 6 -> sign * Double.POSITIVE_INFINITY;
            default -> random.nextDouble(-2, 2);
        };
    }

    private long integer(Domain domain, DType dtype) {
        if (domain instanceof Domain.Integers integers) {
            return random.nextLong(integers.low(), integers.high());
        } else if (domain instanceof Domain.Ties) {
            return (long) Math.abs(TIED[random.nextInt(TIED.length)]);
        } else if (domain instanceof Domain.Uniform uniform) {
            return (long) random.nextDouble(uniform.low(), uniform.high());
        } else if (domain instanceof Domain.Constant constant) {
            return (long) constant.value();
        }
        return dtype == DType.BOOL ? random.nextInt(2) : random.nextLong();
    }
}
