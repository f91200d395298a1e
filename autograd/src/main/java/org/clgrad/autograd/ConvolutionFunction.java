package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.clgrad.engine.routine.conv.ConvGeometry;
import org.clgrad.engine.routine.conv.Convolution;
import org.clgrad.engine.routine.conv.ConvolutionInputGradient;
import org.clgrad.engine.routine.conv.ConvolutionWeightGradient;
import org.clgrad.engine.routine.conv.Volume;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * y = conv(x, w) + b.
 *
 * <p>The sum Σ y·dy is linear in each of x, w and dy; its three partial derivatives are the convolution and the two
 * routines for its gradients, and so each of the three is the derivative of the others. A bias is added in each channel of
 * the result, so its gradient is the sum over all that is in the channel.
 */
final class ConvolutionFunction extends SingleOutput {
    private final ConvGeometry geometry;
    private Shape x = Shape.scalar();
    private Shape w = Shape.scalar();

    ConvolutionFunction(ConvGeometry geometry) {
        this.geometry = geometry;
    }

    @Override
    public String name() {
        return "conv" + geometry.rank() + "d";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        x = in.get(0).shape();
        w = in.get(1).shape();
        saveFor(in.get(1), in.get(0));
        saveFor(in.get(0), in.get(1));
        return run(new Convolution(geometry), in.toArray(new Tensor[0]));
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        List<@Nullable Tensor> gradients = new ArrayList<>();
        gradients.add(needs(0) ? new InputGradient(geometry, size(geometry, x)).apply(dy, saved(1)) : null);
        gradients.add(needs(1) ? new WeightGradient(geometry, size(geometry, w)).apply(saved(0), dy) : null);
        if (sources().size() > 2) {
            gradients.add(needs(2) ? sumOfChannels(dy) : null);
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
            gradients.add(needs(0) ? new ConvolutionFunction(geometry).apply(g, saved(1)) : null);
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
            gradients.add(needs(1) ? new ConvolutionFunction(geometry).apply(saved(0), g) : null);
            return gradients;
        }
    }
}
