package org.clgrad.engine.routine;

import org.clgrad.engine.tensor.DType;

/** One argument of a kernel launch. */
public sealed interface KernelArg {
    /** A buffer of elements of the given type; two arguments of the kernel: {@code __global} pointer, element offset. */
    record Buffer(Slot slot, DType dtype) implements KernelArg {}

    /** {@code int}. */
    record Int32(int value) implements KernelArg {}

    /** {@code long}. */
    record Int64(long value) implements KernelArg {}

    /** {@code float}. */
    record Float32(float value) implements KernelArg {}

    /** {@code double}. */
    record Float64(double value) implements KernelArg {}

    /** {@code __local} memory of a size known only at launch. */
    record Local(long sizeBytes) implements KernelArg {}
}
