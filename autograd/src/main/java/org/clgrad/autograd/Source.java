package org.clgrad.autograd;

/** Where a tensor that wants a gradient comes from; where its gradient is sent to. */
sealed interface Source {
    /** A tensor made by the user, which keeps its gradient. */
    record Leaf(Tensor tensor) implements Source {}

    /** The n-th output of a function. */
    record Output(Function function, int index) implements Source {}
}
