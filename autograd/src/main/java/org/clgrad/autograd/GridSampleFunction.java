package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.grid.GridSample;
import org.clgrad.engine.routine.grid.GridSampleInputGradient;
import org.clgrad.engine.routine.grid.GridSampling;
import org.jspecify.annotations.Nullable;

/**
 * y = S(grid)·x, S being the weights with which the grid reads the planes.
 *
 * <p>dx = S(grid)ᵀ·dy. With S′ the derivative of the weights by a coordinate of a place, which is a reading of its own, that
 * coordinate's gradient is Σ dy·(S′(grid)·x) over the channels. The gradients of Sᵀ·dy are the same with the parts
 * exchanged: of dy S·g, of the grid Σ dy·(S′·g).
 */
final class GridSampleFunction extends SingleOutput {
    private final GridSampling sampling;
    private List<Long> sizes = List.of();

    GridSampleFunction(GridSampling sampling) {
        this.sampling = sampling;
    }

    @Override
    public String name() {
        return "grid_sample";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        Tensor x = in.get(0);
        List<Tensor> y = run(new GridSample(sampling), x, in.get(1));
        sizes = x.shape().last(sampling.axes());
        saveFor(in.get(1), x);
        save(in.get(1));
        return y;
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        return Arrays.asList(
                needs(0) ? new InputGradient(sampling, sizes).apply(dy, saved(1)) : null,
                needs(1) ? gridGradient(sampling, dy, saved(0), saved(1)) : null);
    }

    /** The gradient of Σ dy·(S(grid)·x) by the grid, [N,…,2] or [N,…,3]. */
    private static Tensor gridGradient(GridSampling sampling, Tensor dy, Tensor x, Tensor grid) {
        Tensor[] coordinates = new Tensor[sampling.axes()];
        for (int i = 0; i < coordinates.length; i++) {
            coordinates[i] = sampling.hasDerivative(i)
                    ? dy.mul(new GridSampleFunction(sampling.derivative(i)).apply(x, grid))
                            .sum(false, 1)
                            .unsqueeze(-1)
                    : Tensors.zerosLike(grid.narrow(-1, i, 1));
        }
        return TensorShapes.concat(-1, coordinates);
    }

    /** dx from dy and the grid. */
    private static final class InputGradient extends SingleOutput {
        private final GridSampling sampling;
        private final List<Long> sizes;

        InputGradient(GridSampling sampling, List<Long> sizes) {
            this.sampling = sampling;
            this.sizes = sizes;
        }

        @Override
        public String name() {
            return "grid_sample_input_gradient";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            saveFor(in.get(1), in.get(0));
            save(in.get(1));
            return run(new GridSampleInputGradient(sampling, sizes), in.get(0), in.get(1));
        }

        @Override
        protected List<@Nullable Tensor> backward(Tensor g) {
            return Arrays.asList(
                    needs(0) ? new GridSampleFunction(sampling).apply(g, saved(1)) : null,
                    needs(1) ? gridGradient(sampling, saved(0), g, saved(1)) : null);
        }
    }
}
