package org.clgrad.engine.tensor;

/** The element types of tensors, with their size and their name in OpenCL C and in safetensors files. */
public enum DType {
    /** IEEE 754 binary32. */
    F32(4, Kind.FLOAT, "float", "F32"),
    /** IEEE 754 binary64; only on devices with {@code cl_khr_fp64}. */
    F64(8, Kind.FLOAT, "double", "F64"),
    /** Signed 32-bit integer. */
    I32(4, Kind.INT, "int", "I32"),
    /** Signed 64-bit integer. */
    I64(8, Kind.INT, "long", "I64"),
    /** Unsigned 8-bit integer. */
    U8(1, Kind.INT, "uchar", "U8"),
    /** Truth value in one byte: 0 or 1. */
    BOOL(1, Kind.BOOL, "bool", "BOOL");

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

    /** The element type's name in kernels, as {@code types.clh} defines it. */
    public String kernelName() {
        return kernelName;
    }

    /** The type's name in the header of a safetensors file. */
    public String safetensorsName() {
        return safetensorsName;
    }

    /**
     * The unit roundoff of a floating-point type: half the distance from 1 to the next larger value (2⁻²⁴, 2⁻⁵³), the
     * <i>u</i> of Higham's error bounds; 0 for types that are exact.
     */
    public double unitRoundoff() {
        return switch (this) {
            case F32 -> 0x1p-24;
            case F64 -> 0x1p-53;
            case I32, I64, U8, BOOL -> 0;
        };
    }
}
