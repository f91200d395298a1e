package org.clgrad.examples.models;

import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Init;
import org.clgrad.nn.Module;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.Window;
import org.clgrad.nn.layer.Conv2d;
import org.clgrad.nn.layer.NormalisedConvolution;
import org.clgrad.nn.norm.BatchNorm2d;

/**
 * A residual block: y = relu(x' + residue(x)), x' being x, or what its {@link Shortcut} makes of it where the block has other
 * channels or a stride.
 *
 * <p>Source: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, §3.
 */
abstract class ResidualBlock extends Module {
    private final UnaryOperator<Tensor> shortcut;

    ResidualBlock(int inChannels, int outChannels, int stride, Shortcut shortcut) {
        if (stride == 1 && inChannels == outChannels) {
            this.shortcut = UnaryOperator.identity();
        } else if (shortcut == Shortcut.PADDED) {
            this.shortcut = Shortcut.padding(inChannels, outChannels, stride);
        } else {
            this.shortcut = child("downsample", Shortcut.projection(inChannels, outChannels, stride))::apply;
        }
    }

    /** A convolution and a normalisation of its own behind it, as children named by a number. */
    final NormalisedConvolution normalised(int number, Conv2d convolution) {
        child("conv" + number, convolution);
        return convolution.followedBy(child(
                "bn" + number,
                new BatchNorm2d(Math.toIntExact(convolution.weight().shape().size(0)))));
    }

    /** relu(shortcut + residue), the residue being what is learnt of x. */
    abstract Tensor addedResidue(Tensor x, Tensor shortcut);

    @Override
    protected final Tensor forward(Tensor x) {
        return addedResidue(x, shortcut.apply(x));
    }

    /** How blocks of a kind are made. */
    @FunctionalInterface
    interface Kind {
        ResidualBlock of(int inChannels, int outChannels, int stride);
    }

    /** Blocks one after the other, of which the first changes the channels and halves the size. */
    static Sequential stage(Kind kind, int blocks, int inChannels, int outChannels, int stride) {
        return new Sequential(IntStream.range(0, blocks)
                .mapToObj(i -> i == 0 ? kind.of(inChannels, outChannels, stride) : kind.of(outChannels, outChannels, 1))
                .toArray(Module[]::new));
    }

    /**
     * An odd kernel, the result as large as the input but for the stride; without a bias, which the normalisation behind it
     * would take away again.
     */
    static Conv2d convolution(int inChannels, int outChannels, int kernel, int stride) {
        Window window = Window.sliding(kernel).padding(kernel / 2).stride(stride);
        return new Conv2d(inChannels, outChannels, window, 1, false, Init.HE_UNIFORM);
    }
}
