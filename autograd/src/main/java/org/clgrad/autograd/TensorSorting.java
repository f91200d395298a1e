package org.clgrad.autograd;

/** Elements in order. */
public sealed interface TensorSorting permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();
}
