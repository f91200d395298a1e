package org.clgrad.autograd;

import java.lang.ref.WeakReference;
import java.util.function.UnaryOperator;
import org.clgrad.engine.tensor.MismatchException;
import org.jspecify.annotations.Nullable;

/** Of one tensor: where its gradient goes on to, what of it has been gathered, and what is done with it on the way. */
final class TensorGradient {
    private @Nullable Source source;
    private @Nullable Tensor gathered;
    private @Nullable GradientHooks hooks;

    /** Where the gradient goes on to; null if none is wanted. */
    @Nullable
    Source source() {
        return source;
    }

    void flowsFrom(@Nullable Source source) {
        this.source = source;
    }

    /** See {@link Tensor#requiresGrad(boolean)}. */
    void want(Tensor owner, boolean wanted) {
        if (source instanceof Source.Output output) {
            throw new IllegalStateException("requiresGrad: the tensor is a result of "
                    + output.function().name() + "; only tensors made by hand can choose");
        }
        if (wanted && !owner.dtype().isFloat()) {
            throw new MismatchException(
                    "requiresGrad",
                    "tensor",
                    "a floating-point type",
                    owner.dtype().toString());
        }
        if (!wanted) {
            source = null;
        } else if (source == null) {
            source = new Source.Leaf(new WeakReference<>(owner));
        }
    }

    /** The gradient gathered so far, if any. */
    @Nullable
    Tensor gathered() {
        return gathered;
    }

    void forget() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    /**
     * Adds a gradient to the one gathered so far. The first is taken as it is, without adding it to zeros; later ones are
     * added in place, unless a graph is made of them.
     */
    void gather(Tensor arrived, boolean createGraph) {
        Tensor next;
        if (gathered == null) {
            boolean ownsAlone = arrived.data().storage().references() == 1
                    && arrived.data().spec().isContiguous();
            next = createGraph || ownsAlone ? arrived.alias() : arrived.copy();
        } else if (createGraph) {
            next = gathered.add(arrived);
        } else {
            gathered.addInPlace(arrived);
            return;
        }
        next.disown();
        forget();
        gathered = next;
    }

    /** See {@link Tensor#registerHook}. */
    Runnable addHook(Tensor owner, UnaryOperator<Tensor> hook) {
        if (source instanceof Source.Output output) {
            return output.function().addHook(output.index(), hook);
        } else if (source == null) {
            throw new MismatchException(
                    "hook", "the tensor " + owner.data().spec(), "requiresGrad", "a tensor without");
        }
        if (hooks == null) {
            hooks = new GradientHooks();
        }
        return hooks.add(hook);
    }

    /** The gradient of a leaf as its hooks make it. */
    Tensor hooked(Tensor arrived) {
        return hooks == null ? arrived : hooks.apply(arrived);
    }
}
