package org.clgrad.autograd;

import org.clgrad.engine.routine.resize.Ratio;
import org.clgrad.engine.routine.resize.Resize;
import org.clgrad.engine.routine.resize.ResizeAxis;
import org.clgrad.engine.tensor.MismatchException;

/** How elements between the elements of a plane are made, by PyTorch's names and rules. */
public enum Interpolation {
    /** Output o is the input at ⌊o·in/out⌋. */
    NEAREST(Resize.Weights.ONE),
    /** Output o is the input at ⌊(o + ½)·in/out⌋. */
    NEAREST_EXACT(Resize.Weights.ONE),
    /** On a straight line between the neighbours along each axis: linear, bilinear or trilinear. */
    LINEAR(Resize.Weights.LINEAR),
    /** Cubic convolution of the four neighbours along each axis, a = −3/4. */
    CUBIC(Resize.Weights.CUBIC);

    private final Resize.Weights weights;

    Interpolation(Resize.Weights weights) {
        this.weights = weights;
    }

    Resize.Weights weights() {
        return weights;
    }

    /**
     * Where the outputs lie along an axis.
     *
     * @param ratio inputs for each output
     * @throws MismatchException if corners are to be aligned that this rule knows nothing of
     */
    ResizeAxis axis(long size, long outSize, Ratio ratio, boolean alignCorners) {
        if (alignCorners && weights == Resize.Weights.ONE) {
            throw new MismatchException("interpolate", "aligned corners", "LINEAR or CUBIC", toString());
        }
        return switch (this) {
            case NEAREST -> ResizeAxis.floor(size, outSize, ratio);
            case NEAREST_EXACT -> ResizeAxis.centre(size, outSize, ratio);
            case LINEAR, CUBIC ->
                alignCorners ? ResizeAxis.corners(size, outSize) : ResizeAxis.halfPixel(size, outSize, ratio);
        };
    }
}
