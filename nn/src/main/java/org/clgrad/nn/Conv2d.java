package org.clgrad.nn;

import java.util.Optional;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Two-dimensional convolution, in fact cross-correlation as everywhere in this field: y[n,k,p,q] = b[k] + Σ
 * x[n,c,p·stride + r·dilation − padding, …]·w[k,c,r,s], over c of k's group, r and s.
 *
 * <p>From [N,C,H,W] to [N,K,P,Q]. Parameters {@code weight} [K, C/groups, R, S] and {@code bias} [K], PyTorch's layout.
 */
public final class Conv2d extends Module {
    private final int inChannels;
    private final int outChannels;
    private final Window window;
    private final int groups;
    private final Parameter weight;
    private final @Nullable Parameter bias;

    /** A square kernel that moves by 1 without padding; with a bias, {@link Init#GLOROT_UNIFORM}. */
    public Conv2d(int inChannels, int outChannels, int kernel) {
        this(inChannels, outChannels, Window.sliding(kernel));
    }

    /** A kernel that moves as the window says; with a bias, {@link Init#GLOROT_UNIFORM}. */
    public Conv2d(int inChannels, int outChannels, Window window) {
        this(inChannels, outChannels, window, 1, true, Init.GLOROT_UNIFORM);
    }

    /**
     * A convolution with all there is to choose.
     *
     * @param inChannels C
     * @param outChannels K
     * @param window the kernel's size and how it moves
     * @param groups parts that the channels are cut into, each convolved by itself; divides C and K
     * @param bias whether there is one
     * @param init what the parameters begin with
     * @throws IllegalArgumentException if a number is less than 1, or groups does not divide the channels
     */
    public Conv2d(int inChannels, int outChannels, Window window, int groups, boolean bias, Init init) {
        if (inChannels < 1 || outChannels < 1 || groups < 1 || inChannels % groups != 0 || outChannels % groups != 0) {
            throw new IllegalArgumentException("Conv2d: expected channels of at least 1 that groups divides, got "
                    + inChannels + " to " + outChannels + " channels in " + groups + " groups");
        }
        this.inChannels = inChannels;
        this.outChannels = outChannels;
        this.window = window;
        this.groups = groups;
        Shape shape = Shape.of(
                outChannels,
                inChannels / groups,
                window.kernel().height(),
                window.kernel().width());
        this.weight = parameter("weight", init.weight(shape));
        this.bias = bias ? parameter("bias", init.bias(shape)) : null;
    }

    /** The weight [K, C/groups, R, S]. */
    public Parameter weight() {
        return weight;
    }

    /** The bias [K]; nothing if there is none. */
    public Optional<Parameter> bias() {
        return Optional.ofNullable(bias);
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.conv2d(
                weight.tensor(),
                bias == null ? null : bias.tensor(),
                window.stride().toArray(),
                window.padding().toArray(),
                window.dilation().toArray(),
                groups);
    }

    @Override
    public String toString() {
        return "Conv2d(" + inChannels + ", " + outChannels + ", " + window + (groups == 1 ? "" : ", groups " + groups)
                + (bias == null ? ", no bias)" : ")");
    }
}
