package org.clgrad.nn.io;

import java.util.Arrays;
import java.util.Optional;
import org.clgrad.engine.tensor.DType;

/**
 * The element types that a safetensors file can hold; more than a tensor can, so that a file with a few foreign tensors
 * in it can still be opened for the others.
 *
 * <p>Source: {@code Dtype} of the reference implementation, github.com/huggingface/safetensors, tensor.rs, 0.6.
 */
public enum SafetensorsType {
    /** Truth value in one byte, 0 or 1. */
    BOOL(8),
    /** Unsigned 8-bit integer. */
    U8(8),
    /** Signed 8-bit integer. */
    I8(8),
    /** Signed 16-bit integer. */
    I16(16),
    /** Unsigned 16-bit integer. */
    U16(16),
    /** Signed 32-bit integer. */
    I32(32),
    /** Unsigned 32-bit integer. */
    U32(32),
    /** Signed 64-bit integer. */
    I64(64),
    /** Unsigned 64-bit integer. */
    U64(64),
    /** IEEE 754 binary16. */
    F16(16),
    /** The upper half of a binary32. */
    BF16(16),
    /** IEEE 754 binary32. */
    F32(32),
    /** IEEE 754 binary64. */
    F64(64),
    /** Complex number of two binary32, real part first. */
    C64(64),
    /** 8-bit float of 5 exponent bits (OCP FP8). */
    F8_E5M2(8),
    /** 8-bit float of 4 exponent bits (OCP FP8). */
    F8_E4M3(8),
    /** 8-bit power of two (OCP MX scale). */
    F8_E8M0(8),
    /** 6-bit float of 2 exponent bits (OCP MX). */
    F6_E2M3(6),
    /** 6-bit float of 3 exponent bits (OCP MX). */
    F6_E3M2(6),
    /** 4-bit float of 2 exponent bits (OCP MX). */
    F4(4);

    private final int bits;

    SafetensorsType(int bits) {
        this.bits = bits;
    }

    /** Bits of one element; those of fewer than eight are packed without gaps. */
    public int bits() {
        return bits;
    }

    /** The element type of tensors with the same values, if there is one. */
    public Optional<DType> dtype() {
        return Arrays.stream(DType.values())
                .filter(dtype -> dtype.safetensorsName().equals(name()))
                .findFirst();
    }

    /** The type that elements of {@code dtype} are stored as. */
    public static SafetensorsType of(DType dtype) {
        return valueOf(dtype.safetensorsName());
    }

    /** The type of a name in a file's header, if it is one. */
    static Optional<SafetensorsType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
