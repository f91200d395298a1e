package org.clgrad.nn.layer;

import java.util.Optional;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Init;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.clgrad.nn.activation.ReLU;
import org.jspecify.annotations.Nullable;

/**
 * y = x·Wᵀ + b over the last axis: from […, in] to […, out]. Parameters {@code weight} [out, in] and {@code bias} [out],
 * PyTorch's layout.
 */
public final class Linear extends Module {
    private final int inFeatures;
    private final int outFeatures;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    /** With a bias, {@link Init#GLOROT_UNIFORM}. */
    public Linear(int inFeatures, int outFeatures) {
        this(inFeatures, outFeatures, true, Init.GLOROT_UNIFORM);
    }

    /**
     * A layer with all there is to choose.
     *
     * @param inFeatures the last size of what comes in
     * @param outFeatures the last size of what goes out
     * @param bias whether there is one
     * @param init what the parameters begin with
     * @throws IllegalArgumentException if a number is less than 1
     */
    public Linear(int inFeatures, int outFeatures, boolean bias, Init init) {
        if (inFeatures < 1 || outFeatures < 1) {
            throw new IllegalArgumentException(
                    "Linear: expected sizes of at least 1, got " + inFeatures + " and " + outFeatures);
        }
        this.inFeatures = inFeatures;
        this.outFeatures = outFeatures;
        Shape shape = Shape.of(outFeatures, inFeatures);
        this.weight = parameter("weight", init.weight(shape));
        this.bias = bias ? parameter("bias", init.bias(shape, outFeatures)) : null;
    }

    /** The weight [out, in]. */
    public Parameter weight() {
        return weight;
    }

    /** The bias [out]; nothing if there is none. */
    public Optional<Parameter> bias() {
        return Optional.ofNullable(bias);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.linear(weight.tensor(), bias == null ? null : bias.tensor());
    }

    @Override
    protected @Nullable Module joinedWith(Module next) {
        return bias != null && next instanceof ReLU ? new Rectified() : null;
    }

    private Tensor rectified(Tensor x) {
        return running(scope -> scope.keep(x.linearRelu(weight.tensor(), bias == null ? null : bias.tensor())));
    }

    /** The layer and the ReLU behind it, as one. */
    private final class Rectified extends Module {
        @Override
        protected Tensor forward(Tensor x) {
            return rectified(x);
        }
    }

    @Override
    public String toString() {
        return "Linear(" + inFeatures + ", " + outFeatures + (bias == null ? ", no bias)" : ")");
    }
}
