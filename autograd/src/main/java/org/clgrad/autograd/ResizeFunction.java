package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.resize.Ratio;
import org.clgrad.engine.routine.resize.Resize;
import org.clgrad.engine.routine.resize.ResizeAxis;
import org.clgrad.engine.routine.resize.ResizeBackward;
import org.clgrad.engine.tensor.MismatchException;

/** y = x in other sizes, yᵢ = Σ weight·x over the taps of i; dx = Σ weight·dy over the outputs around an element. Linear. */
final class ResizeFunction extends SingleOutput {
    private final Resize resize;

    private ResizeFunction(Resize resize) {
        this.resize = resize;
    }

    /** To sizes, one for each spatial axis. */
    static Tensor toSizes(Tensor x, Interpolation mode, boolean alignCorners, long... sizes) {
        List<ResizeAxis> axes = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            long size = spatialSize(x, i - sizes.length, sizes.length);
            axes.add(mode.axis(size, sizes[i], new Ratio(Math.max(1, size), Math.max(1, sizes[i])), alignCorners));
        }
        return new ResizeFunction(new Resize(mode.weights(), axes)).apply(x);
    }

    /** By factors, one for each spatial axis. */
    static Tensor byFactors(Tensor x, Interpolation mode, boolean alignCorners, double... factors) {
        List<ResizeAxis> axes = new ArrayList<>();
        for (int i = 0; i < factors.length; i++) {
            long size = spatialSize(x, i - factors.length, factors.length);
            axes.add(mode.axis(
                    size,
                    (long) Math.floor(size * factors[i]),
                    Ratio.of(factors[i]).inverse(),
                    alignCorners));
        }
        return new ResizeFunction(new Resize(mode.weights(), axes)).apply(x);
    }

    private static long spatialSize(Tensor x, int axis, int rank) {
        int channels = x.rank() - rank;
        if (channels != 1 && channels != 2) {
            throw new MismatchException(
                    "interpolate",
                    "input",
                    "one or two axes before " + rank + " spatial ones",
                    x.shape().toString());
        }
        return x.size(axis);
    }

    @Override
    public String name() {
        return "interpolate";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        return run(resize, in.get(0));
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        return List.of(new Backward().apply(dy));
    }

    /** The transposed map, whose own gradient is resizing again. */
    private final class Backward extends SingleOutput {
        @Override
        public String name() {
            return "interpolate_backward";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            return run(new ResizeBackward(resize.weights(), resize.axes()), in.get(0));
        }

        @Override
        protected List<Tensor> backward(Tensor g) {
            return List.of(new ResizeFunction(resize).apply(g));
        }
    }
}
