package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.conv.ConvGeometry;
import org.clgrad.engine.routine.conv.Convolution;
import org.clgrad.engine.routine.conv.ConvolutionInputGradient;
import org.clgrad.engine.routine.conv.ConvolutionWeightGradient;
import org.clgrad.engine.routine.conv.Volume;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * y = conv(x, w) + b, or max(conv(x, w) + b, 0), or max(conv(x, w) + b + r, 0), with or without b. In what follows dy is then 0 where
 * y ≤ 0, and that is the residual's gradient.
 *
 * <p>The sum Σ y·dy is linear in each of x, w and dy; its three partial derivatives are the convolution and the two
 * routines for its gradients, and so each of the three is the derivative of the others. A bias is added in each channel of
 * the result, so its gradient is the sum over all that is in the channel.
 */
final class ConvolutionFunction extends SingleOutput {
    private final ConvGeometry geometry;
    private final Ending ending;
    private Shape x = Shape.scalar();
    private Shape w = Shape.scalar();

    private ConvolutionFunction(ConvGeometry geometry, Ending ending) {
        this.geometry = geometry;
        this.ending = ending;
    }

    /** The convolution of a batch, or of one sample without its axis, with an ending whose residual is null where it adds none. */
    static Tensor of(
            Tensor x,
            Tensor weight,
            @Nullable Tensor bias,
            ConvGeometry geometry,
            Ending ending,
            @Nullable Tensor residual) {
        if (x.rank() == geometry.rank() + 1) {
            Tensor batch = residual == null ? null : residual.unsqueeze(0);
            return of(x.unsqueeze(0), weight, bias, geometry, ending, batch).squeeze(0);
        }
        Tensor[] in =
                Stream.of(x, weight, bias, residual).filter(Objects::nonNull).toArray(Tensor[]::new);
        return new ConvolutionFunction(geometry, ending).apply(in);
    }

    /** As many axes as the weight has taps along. */
    static ConvGeometry geometry(Tensor weight, int[] stride, int[] padding, int[] dilation, int groups) {
        int rank = weight.rank() - 2;
        if (rank < 1 || rank > 3) {
            throw new MismatchException(
                    "convolution",
                    "weight",
                    "shape [K,C,taps…] with 1 to 3 axes of taps",
                    weight.shape().toString());
        }
        return Axes.geometry("conv" + rank + "d", rank, stride, padding, dilation, groups);
    }

    @Override
    public String name() {
        return "conv" + geometry.rank() + "d" + (ending.rectifies() ? "_relu" : "");
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        x = in.get(0).shape();
        w = in.get(1).shape();
        saveFor(in.get(1), in.get(0));
        saveFor(in.get(0), in.get(1));
        List<Tensor> out = run(new Convolution(geometry, ending), in.toArray(new Tensor[0]));
        if (ending.rectifies()) {
            saveOutput(out.get(0), 0);
        }
        return out;
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor gradient) {
        Tensor dy = ending.rectifies() ? Rectifier.gradient(saved(2), gradient) : gradient;
        int residual = ending.adds() ? sources().size() - 1 : sources().size();
        List<@Nullable Tensor> gradients = new ArrayList<>();
        gradients.add(needs(0) ? new InputGradient(geometry, size(geometry, x)).apply(dy, saved(1)) : null);
        gradients.add(needs(1) ? new WeightGradient(geometry, size(geometry, w)).apply(saved(0), dy) : null);
        if (residual > 2) {
            gradients.add(needs(2) ? sumOfChannels(dy) : null);
        }
        if (ending.adds()) {
            gradients.add(needs(residual) ? dy : null);
        }
        return gradients;
    }

    private static Volume size(ConvGeometry geometry, Shape shape) {
        return Volume.ofLast(geometry.rank(), shape);
    }

    /** The sum over all axes but the second. */
    private static Tensor sumOfChannels(Tensor dy) {
        int[] others = IntStream.range(0, dy.rank()).filter(axis -> axis != 1).toArray();
        return dy.sum(false, others);
    }

    /** dx from dy and w, with a bias or without: also the transposed convolution. */
    static final class InputGradient extends SingleOutput {
        private final ConvGeometry geometry;
        private final Volume size;
        private Shape w = Shape.scalar();

        InputGradient(ConvGeometry geometry, Volume size) {
            this.geometry = geometry;
            this.size = size;
        }

        @Override
        public String name() {
            return "conv" + geometry.rank() + "d_input_gradient";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            w = in.get(1).shape();
            saveFor(in.get(1), in.get(0));
            saveFor(in.get(0), in.get(1));
            return run(new ConvolutionInputGradient(geometry, size), in.toArray(new Tensor[0]));
        }

        @Override
        protected List<@Nullable Tensor> backward(Tensor g) {
            List<@Nullable Tensor> gradients = new ArrayList<>();
            gradients.add(needs(0) ? new ConvolutionFunction(geometry, Ending.NONE).apply(g, saved(1)) : null);
            gradients.add(needs(1) ? new WeightGradient(geometry, size(geometry, w)).apply(g, saved(0)) : null);
            if (sources().size() > 2) {
                gradients.add(needs(2) ? sumOfChannels(g) : null);
            }
            return gradients;
        }
    }

    /** dw from x and dy. */
    static final class WeightGradient extends SingleOutput {
        private final ConvGeometry geometry;
        private final Volume taps;
        private Shape x = Shape.scalar();

        WeightGradient(ConvGeometry geometry, Volume taps) {
            this.geometry = geometry;
            this.taps = taps;
        }

        @Override
        public String name() {
            return "conv" + geometry.rank() + "d_weight_gradient";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            x = in.get(0).shape();
            saveFor(in.get(1), in.get(0));
            saveFor(in.get(0), in.get(1));
            return run(new ConvolutionWeightGradient(geometry, taps), in.get(0), in.get(1));
        }

        @Override
        protected List<@Nullable Tensor> backward(Tensor g) {
            List<@Nullable Tensor> gradients = new ArrayList<>();
            gradients.add(needs(0) ? new InputGradient(geometry, size(geometry, x)).apply(saved(1), g) : null);
            gradients.add(needs(1) ? new ConvolutionFunction(geometry, Ending.NONE).apply(saved(0), g) : null);
            return gradients;
        }
    }
}
