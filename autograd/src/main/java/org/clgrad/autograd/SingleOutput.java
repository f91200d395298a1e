package org.clgrad.autograd;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function of one output, whose gradient is therefore always there when backward is called. */
abstract class SingleOutput extends Function {
    /** The gradient of each input, given that of the output; null where {@link #needs} does not ask for it. */
    protected abstract List<? extends @Nullable Tensor> backward(Tensor dy);

    @Override
    protected final List<@Nullable Tensor> backward(List<@Nullable Tensor> outputGradients) {
        Tensor dy = outputGradients.get(0);
        return dy == null ? Collections.nCopies(sources().size(), null) : Collections.unmodifiableList(backward(dy));
    }
}
