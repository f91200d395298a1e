package org.clgrad.engine.tensor;

import java.util.Locale;

/** What a routine needs to know of a tensor before it has one: element type and layout. */
public record TensorSpec(DType dtype, Layout layout) {
    /** A dense row-major tensor. */
    public static TensorSpec of(DType dtype, Shape shape) {
        return new TensorSpec(dtype, Layout.contiguous(shape));
    }

    /** A dense row-major tensor. */
    public static TensorSpec of(DType dtype, long... sizes) {
        return of(dtype, Shape.of(sizes));
    }

    public Shape shape() {
        return layout.shape();
    }

    public int rank() {
        return layout.shape().rank();
    }

    /** The size of an axis; negative axes count from the end. */
    public long size(int axis) {
        return layout.shape().size(axis);
    }

    /** The stride of an axis, in elements; negative axes count from the end. */
    public long stride(int axis) {
        return layout.stride(axis);
    }

    public long elements() {
        return layout.shape().elements();
    }

    /** Bytes of the elements laid densely. */
    public long sizeBytes() {
        return Math.multiplyExact(elements(), dtype.sizeBytes());
    }

    public boolean isContiguous() {
        return layout.isContiguous();
    }

    // Plans are looked up by the specs of operands, mostly the same objects as the last time, for which a record's own
    // methods do not
    // ask first.
    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof TensorSpec spec && dtype == spec.dtype && layout.equals(spec.layout));
    }

    @Override
    public int hashCode() {
        return 31 * dtype.hashCode() + layout.hashCode();
    }

    /** Like {@code f32[3,4]}. */
    @Override
    public String toString() {
        return dtype.name().toLowerCase(Locale.ROOT) + layout;
    }
}
