package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.conv.Conv2d;
import org.clgrad.engine.routine.conv.Conv2dGeometry;
import org.clgrad.engine.routine.conv.Conv2dInputGradient;
import org.clgrad.engine.routine.conv.Conv2dWeightGradient;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * y = conv(x, w) + b.
 *
 * <p>The sum Σ y·dy is linear in each of x, w and dy; its three partial derivatives are the convolution and the two
 * routines for its gradients, and so each of the three is the derivative of the others.
 */
final class Conv2dFunction extends SingleOutput {
    private final Conv2dGeometry geometry;
    private Shape x = Shape.scalar();
    private Shape w = Shape.scalar();

    Conv2dFunction(Conv2dGeometry geometry) {
        this.geometry = geometry;
    }

    @Override
    public String name() {
        return "conv2d";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        x = in.get(0).shape();
        w = in.get(1).shape();
        saveFor(in.get(1), in.get(0));
        saveFor(in.get(0), in.get(1));
        return run(new Conv2d(geometry), in.toArray(new Tensor[0]));
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        List<@Nullable Tensor> gradients = new ArrayList<>();
        gradients.add(needs(0) ? new InputGradient(geometry, x.size(2), x.size(3)).apply(dy, saved(1)) : null);
        gradients.add(needs(1) ? new WeightGradient(geometry, w.size(2), w.size(3)).apply(saved(0), dy) : null);
        if (sources().size() > 2) {
            gradients.add(needs(2) ? dy.sum(false, 0, 2, 3) : null);
        }
        return gradients;
    }

    /** dx from dy and w. */
    static final class InputGradient extends SingleOutput {
        private final Conv2dGeometry geometry;
        private final long height;
        private final long width;
        private Shape w = Shape.scalar();

        InputGradient(Conv2dGeometry geometry, long height, long width) {
            this.geometry = geometry;
            this.height = height;
            this.width = width;
        }

        @Override
        public String name() {
            return "conv2d_input_gradient";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            w = in.get(1).shape();
            saveFor(in.get(1), in.get(0));
            saveFor(in.get(0), in.get(1));
            return run(new Conv2dInputGradient(geometry, height, width), in.get(0), in.get(1));
        }

        @Override
        protected List<@Nullable Tensor> backward(Tensor g) {
            List<@Nullable Tensor> gradients = new ArrayList<>();
            gradients.add(needs(0) ? g.conv2d(saved(1), null, geometry) : null);
            gradients.add(needs(1) ? new WeightGradient(geometry, w.size(2), w.size(3)).apply(g, saved(0)) : null);
            return gradients;
        }
    }

    /** dw from x and dy. */
    static final class WeightGradient extends SingleOutput {
        private final Conv2dGeometry geometry;
        private final long height;
        private final long width;
        private Shape x = Shape.scalar();

        WeightGradient(Conv2dGeometry geometry, long height, long width) {
            this.geometry = geometry;
            this.height = height;
            this.width = width;
        }

        @Override
        public String name() {
            return "conv2d_weight_gradient";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            x = in.get(0).shape();
            saveFor(in.get(1), in.get(0));
            saveFor(in.get(0), in.get(1));
            return run(new Conv2dWeightGradient(geometry, height, width), in.get(0), in.get(1));
        }

        @Override
        protected List<@Nullable Tensor> backward(Tensor g) {
            List<@Nullable Tensor> gradients = new ArrayList<>();
            gradients.add(needs(0) ? new InputGradient(geometry, x.size(2), x.size(3)).apply(saved(1), g) : null);
            gradients.add(needs(1) ? saved(0).conv2d(g, null, geometry) : null);
            return gradients;
        }
    }
}
