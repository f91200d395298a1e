package org.clgrad.autograd;

import java.lang.ref.WeakReference;

/** Where a tensor that wants a gradient comes from; where its gradient is sent to. */
sealed interface Source {
    /**
     * A tensor made by the user, which keeps its gradient. The graph does not keep it: whose tensor is gone, nobody can ask
     * for its gradient. Otherwise a gradient with a graph, which a leaf keeps and which leads to the leaf, would keep
     * itself from being collected.
     */
    record Leaf(WeakReference<Tensor> tensor) implements Source {}

    /** The n-th output of a function. */
    record Output(Function function, int index) implements Source {}
}
