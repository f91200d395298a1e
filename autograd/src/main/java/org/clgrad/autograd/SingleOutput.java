package org.clgrad.autograd;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A function of one output, whose gradient is therefore always there when backward is called. */
abstract class SingleOutput extends Function {
    /** The gradient of each input, given that of the output; null where {@link #needs} does not ask for it. */
    protected abstract List<? extends @Nullable Tensor> backward(Tensor dy);

    /** A result that is made first and filled then; it goes if that fails. */
    static List<Tensor> filled(Tensor y, Consumer<Tensor> fill) {
        try {
            fill.accept(y);
            return List.of(y);
        } catch (RuntimeException e) {
            y.release();
            throw e;
        }
    }

    @Override
    protected final List<@Nullable Tensor> backward(List<@Nullable Tensor> outputGradients) {
        Tensor dy = outputGradients.get(0);
        return dy == null ? Collections.nCopies(sources().size(), null) : Collections.unmodifiableList(backward(dy));
    }
}
