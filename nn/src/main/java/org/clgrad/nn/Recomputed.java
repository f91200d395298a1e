package org.clgrad.nn;

import java.util.List;
import org.clgrad.autograd.Recomputation;
import org.clgrad.autograd.Tensor;

/**
 * A module whose inner values are not kept for the gradient but computed once more when it is asked for, as {@code
 * torch.utils.checkpoint} does: memory for time. Random numbers are drawn as the first time; see {@link Recomputation}.
 *
 * <pre>{@code
 * Module block = new Recomputed(new Sequential(new Linear(512, 2048), new GELU(), new Linear(2048, 512)));
 * }</pre>
 *
 * <p>What a module changes as it runs in training, as batch normalisation its averages and {@link SpectralNorm} its vectors, it
 * changes in both runs, as in PyTorch. A module that uses parameters that are not its own or its children's is refused when
 * its gradient is asked for.
 */
public final class Recomputed extends Module {
    private final Module inner;

    /** A module, as the child {@code inner}. */
    public Recomputed(Module inner) {
        this.inner = child("inner", inner);
    }

    @Override
    protected Tensor forward(Tensor x) {
        List<Tensor> learnt = inner.parameters().stream().map(Parameter::tensor).toList();
        return Recomputation.of(in -> inner.apply(in.get(0)), learnt, x);
    }

    @Override
    public String toString() {
        return "Recomputed(" + inner + ")";
    }
}
