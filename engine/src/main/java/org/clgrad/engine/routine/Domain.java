package org.clgrad.engine.routine;

/** Which values an input may be sampled from. */
public sealed interface Domain {
    /** Floating-point values between two bounds. */
    record Uniform(double low, double high) implements Domain {}

    /** Integers from {@code low} to below {@code high}. */
    record Integers(long low, long high) implements Domain {}

    /** Few distinct values, so that maxima tie. */
    record Ties() implements Domain {}

    /** Finite values and among them 0, −0, denormals, NaN and infinities: for routines whose contract covers them. */
    record Special() implements Domain {}

    /** Mostly {@code usual} values, and now and then NaN or an infinity: for routines whose contract covers these. */
    record NonFinite(Domain usual) implements Domain {}

    /** One value, NaN or an infinity perhaps: for operands of so few elements that chance would seldom meet these. */
    record Constant(double value) implements Domain {}

    /** 0, numbers around it, and −∞: what is added to scores before a softmax to keep some of them out. */
    record Penalties() implements Domain {}

    /** Between −2 and 2, the usual one. */
    static Domain standard() {
        return new Uniform(-2, 2);
    }

    /** Above zero, away from it. */
    static Domain positive() {
        return new Uniform(0.1, 3);
    }
}
