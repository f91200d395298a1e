package org.clgrad.engine.tensor;

import java.util.Arrays;
import java.util.List;

/** The element types of tensors, with their size and their name in OpenCL C and in safetensors files. */
public enum DType {
    /** IEEE 754 binary32. */
    F32(4, Kind.FLOAT, "float", "F32"),
    /** IEEE 754 binary64; only on devices with {@code cl_khr_fp64}. */
    F64(8, Kind.FLOAT, "double", "F64"),
    /** IEEE 754 binary16, for storage: every device computes with it in binary32. */
    F16(2, Kind.FLOAT, "half", "F16"),
    /** The upper half of a binary32, for storage: every device computes with it in binary32. */
    BF16(2, Kind.FLOAT, "bfloat16", "BF16"),
    /** Signed 32-bit integer. */
    I32(4, Kind.INT, "int", "I32"),
    /** Signed 64-bit integer. */
    I64(8, Kind.INT, "long", "I64"),
    /** Unsigned 8-bit integer. */
    U8(1, Kind.INT, "uchar", "U8"),
    /** Truth value in one byte: 0 or 1. */
    BOOL(1, Kind.BOOL, "bool", "BOOL");

    private static final List<DType> FLOATS =
            Arrays.stream(values()).filter(DType::isFloat).toList();

    private enum Kind {
        FLOAT,
        INT,
        BOOL
    }

    private final int sizeBytes;
    private final Kind kind;
    private final String kernelName;
    private final String safetensorsName;

    DType(int sizeBytes, Kind kind, String kernelName, String safetensorsName) {
        this.sizeBytes = sizeBytes;
        this.kind = kind;
        this.kernelName = kernelName;
        this.safetensorsName = safetensorsName;
    }

    /** All floating-point types. */
    public static List<DType> floats() {
        return FLOATS;
    }

    /** Bytes of one element. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** Whether this is a floating-point type, the only kind that has gradients. */
    public boolean isFloat() {
        return kind == Kind.FLOAT;
    }

    /** Whether this is an integer type; {@link #BOOL} is not. */
    public boolean isInteger() {
        return kind == Kind.INT;
    }

    /** Whether elements are kept in fewer bits than they are computed in: {@link #F16} and {@link #BF16}. */
    public boolean isNarrow() {
        return this == F16 || this == BF16;
    }

    /** The type that kernels compute in, if elements are of this one. */
    public DType accumulator() {
        return switch (this) {
            case F16, BF16 -> F32;
            case F32, F64, I64 -> this;
            case I32, U8, BOOL -> I32;
        };
    }

    /** The value of a floating-point type nearest to a number, the even one of two. */
    public double nearest(double value) {
        return switch (this) {
            case F16 -> NarrowFloat.HALF.nearest(value);
            case BF16 -> NarrowFloat.BFLOAT16.nearest(value);
            case F32 -> (float) value;
            case F64 -> value;
            case I32, I64, U8, BOOL -> throw new IllegalStateException(this + " is no floating-point type");
        };
    }

    /** The largest value of a floating-point type below one of its values. */
    public double below(double value) {
        return switch (this) {
            case F16 -> NarrowFloat.HALF.below(value);
            case BF16 -> NarrowFloat.BFLOAT16.below(value);
            case F32 -> Math.nextDown((float) value);
            case F64 -> Math.nextDown(value);
            case I32, I64, U8, BOOL -> throw new IllegalStateException(this + " is no floating-point type");
        };
    }

    /** The largest finite value of a floating-point type. */
    public double largest() {
        return switch (this) {
            case F16 -> NarrowFloat.HALF.largest();
            case BF16 -> NarrowFloat.BFLOAT16.largest();
            case F32 -> Float.MAX_VALUE;
            case F64 -> Double.MAX_VALUE;
            case I32, I64, U8, BOOL -> throw new IllegalStateException(this + " is no floating-point type");
        };
    }

    /** The smallest positive normal value of a floating-point type. */
    public double leastNormal() {
        return switch (this) {
            case F16 -> NarrowFloat.HALF.leastNormal();
            case BF16 -> NarrowFloat.BFLOAT16.leastNormal();
            case F32 -> Float.MIN_NORMAL;
            case F64 -> Double.MIN_NORMAL;
            case I32, I64, U8, BOOL -> throw new IllegalStateException(this + " is no floating-point type");
        };
    }

    /** The smallest positive value of a floating-point type. */
    public double least() {
        return switch (this) {
            case F16 -> NarrowFloat.HALF.least();
            case BF16 -> NarrowFloat.BFLOAT16.least();
            case F32 -> Float.MIN_VALUE;
            case F64 -> Double.MIN_VALUE;
            case I32, I64, U8, BOOL -> throw new IllegalStateException(this + " is no floating-point type");
        };
    }

    /** The element type's name in kernels, as {@code types.clh} defines it. */
    public String kernelName() {
        return kernelName;
    }

    /** The type's name in the header of a safetensors file. */
    public String safetensorsName() {
        return safetensorsName;
    }

    /**
     * The unit roundoff of a floating-point type: half the distance from 1 to the next larger value (2⁻¹¹, 2⁻⁸, 2⁻²⁴, 2⁻⁵³), the
     * <i>u</i> of Higham's error bounds; 0 for types that are exact.
     */
    public double unitRoundoff() {
        return switch (this) {
            case F16 -> 0x1p-11;
            case BF16 -> 0x1p-8;
            case F32 -> 0x1p-24;
            case F64 -> 0x1p-53;
            case I32, I64, U8, BOOL -> 0;
        };
    }
}
