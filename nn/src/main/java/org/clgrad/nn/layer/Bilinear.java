package org.clgrad.nn.layer;

import java.util.Optional;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Init;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * yₖ = Σᵢⱼ xᵢ·Wₖᵢⱼ·zⱼ + bₖ over the last axes of two inputs: from […, in1] and […, in2] to […, out], as {@code
 * torch.nn.Bilinear}. Parameters {@code weight} [out, in1, in2] and {@code bias} [out], both evenly distributed over ±1/√in1
 * at first.
 */
public final class Bilinear extends Module {
    private final Parameter weight;
    private final @Nullable Parameter bias;

    /** With a bias. */
    public Bilinear(int in1Features, int in2Features, int outFeatures) {
        this(in1Features, in2Features, outFeatures, true);
    }

    /**
     * A layer with all there is to choose.
     *
     * @param in1Features the last size of the first input
     * @param in2Features the last size of the second input
     * @param outFeatures the last size of what goes out
     * @param bias whether there is one
     * @throws IllegalArgumentException if a number is less than 1
     */
    public Bilinear(int in1Features, int in2Features, int outFeatures, boolean bias) {
        if (in1Features < 1 || in2Features < 1 || outFeatures < 1) {
            throw new IllegalArgumentException("Bilinear: expected sizes of at least 1, got " + in1Features + ", "
                    + in2Features + " and " + outFeatures);
        }
        double limit = 1 / Math.sqrt(in1Features);
        this.weight = parameter("weight", Init.uniform(Shape.of(outFeatures, in1Features, in2Features), limit));
        this.bias = bias ? parameter("bias", Init.uniform(Shape.of(outFeatures), limit)) : null;
    }

    /** The weight [out, in1, in2]. */
    public Parameter weight() {
        return weight;
    }

    /** The bias [out]; nothing if there is none. */
    public Optional<Parameter> bias() {
        return Optional.ofNullable(bias);
    }

    /** The form of one input with itself, where both have one size. */
    @Override
    protected Tensor forward(Tensor x) {
        return x.bilinear(x, weight.tensor(), bias == null ? null : bias.tensor());
    }

    /**
     * Runs the layer on two inputs.
     *
     * @param x […, in1]
     * @param z […, in2]
     * @throws org.clgrad.engine.tensor.MismatchException if the shapes do not fit
     */
    public Tensor apply(Tensor x, Tensor z) {
        return running(scope -> scope.keep(x.bilinear(z, weight.tensor(), bias == null ? null : bias.tensor())));
    }

    @Override
    public String toString() {
        Shape shape = weight.shape();
        return "Bilinear(" + shape.size(1) + ", " + shape.size(2) + ", " + shape.size(0)
                + (bias == null ? ", no bias)" : ")");
    }
}
