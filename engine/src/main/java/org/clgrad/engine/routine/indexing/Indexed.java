package org.clgrad.engine.routine.indexing;

import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** What has an index of its own, of what is read or written along an axis. */
public enum Indexed {
    /** Each element, so the index has as many axes as it. */
    ELEMENTS,
    /** Each slice across the axis, so the index has one axis. */
    SLICES;

    /**
     * The index that belongs to what is read or written.
     *
     * @param shape of that
     */
    TensorSpec index(DType dtype, Shape shape, int axis) {
        return this == ELEMENTS ? TensorSpec.of(dtype, shape) : TensorSpec.of(dtype, shape.size(axis));
    }
}
