package org.clgrad.engine.routine.conv;

import java.util.List;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * All sizes of one convolution, checked: x[N,C,H,W], w[K,C/groups,R,S], y[N,K,P,Q].
 *
 * @param geometry how the window moves
 * @param images N
 * @param channels C
 * @param height H
 * @param width W
 * @param channelsOut K
 * @param tapRows R
 * @param tapColumns S
 * @param heightOut P
 * @param widthOut Q
 */
record Conv2dSizes(
        Conv2dGeometry geometry,
        long images,
        long channels,
        long height,
        long width,
        long channelsOut,
        long tapRows,
        long tapColumns,
        long heightOut,
        long widthOut) {

    /**
     * The sizes of a convolution of x and w.
     *
     * @param operation whose check this is, for messages
     */
    static Conv2dSizes ofForward(String operation, Conv2dGeometry geometry, TensorSpec x, TensorSpec w) {
        checkPair(operation, "x[N,C,H,W]", x, "w[K,C/groups,R,S]", w);
        Conv2dSizes sizes = of(geometry, x.size(0), x.size(1), x.size(2), x.size(3), w.size(0), w.size(2), w.size(3));
        sizes.check(operation);
        sizes.checkWeight(operation, w);
        return sizes;
    }

    /** The sizes of the gradient by the input, which is height × width. */
    static Conv2dSizes ofInputGradient(
            String operation, Conv2dGeometry geometry, TensorSpec dy, TensorSpec w, long height, long width) {
        checkPair(operation, "dy[N,K,P,Q]", dy, "w[K,C/groups,R,S]", w);
        long channels = w.size(1) * geometry.groups();
        Conv2dSizes sizes = of(geometry, dy.size(0), channels, height, width, w.size(0), w.size(2), w.size(3));
        sizes.check(operation);
        sizes.checkGradient(operation, dy);
        return sizes;
    }

    /** The sizes of the gradient by the weight, which has tapRows × tapColumns taps. */
    static Conv2dSizes ofWeightGradient(
            String operation, Conv2dGeometry geometry, TensorSpec x, TensorSpec dy, long tapRows, long tapColumns) {
        checkPair(operation, "x[N,C,H,W]", x, "dy[N,K,P,Q]", dy);
        Conv2dSizes sizes = of(geometry, x.size(0), x.size(1), x.size(2), x.size(3), dy.size(1), tapRows, tapColumns);
        sizes.check(operation);
        sizes.checkGradient(operation, dy);
        return sizes;
    }

    /** The sizes as given, not yet checked, with P and Q that follow. */
    static Conv2dSizes of(
            Conv2dGeometry geometry,
            long images,
            long channels,
            long height,
            long width,
            long channelsOut,
            long tapRows,
            long tapColumns) {
        return new Conv2dSizes(
                geometry,
                images,
                channels,
                height,
                width,
                channelsOut,
                tapRows,
                tapColumns,
                geometry.outputHeight(height, tapRows),
                geometry.outputWidth(width, tapColumns));
    }

    private static void checkPair(String operation, String nameA, TensorSpec a, String nameB, TensorSpec b) {
        checkTensor(operation, nameA, a);
        checkTensor(operation, nameB, b);
        if (a.dtype() != b.dtype()) {
            throw new MismatchException(operation, nameB, "the element type of " + nameA + ", " + a, b.toString());
        }
    }

    private static void checkTensor(String operation, String name, TensorSpec spec) {
        if (spec.rank() != 4) {
            throw new MismatchException(operation, name, "4 axes", spec.toString());
        }
        if (!spec.dtype().isFloat()) {
            throw new MismatchException(operation, name, "a floating-point type", spec.toString());
        }
    }

    private void check(String operation) {
        if (channels % groups() != 0) {
            throw new MismatchException(
                    operation, "x", "channels divisible by groups=" + groups(), channels + " channels");
        }
        if (channelsOut % groups() != 0) {
            throw new MismatchException(
                    operation, "w", "output channels divisible by groups=" + groups(), channelsOut + " channels");
        }
        if (tapRows < 1 || tapColumns < 1) {
            throw new MismatchException(operation, "w", "at least 1×1 taps", tapRows + "×" + tapColumns);
        }
        if (heightOut < 1 || widthOut < 1) {
            throw new MismatchException(
                    operation,
                    "the window of " + tapRows + "×" + tapColumns + " taps with " + geometry,
                    "a padded image at least as large",
                    "an image of " + height + "×" + width);
        }
    }

    private void checkWeight(String operation, TensorSpec w) {
        if (w.size(1) != groupChannels()) {
            throw new MismatchException(
                    operation,
                    "w[K,C/groups,R,S] for " + channels + " channels in " + groups() + " groups",
                    "C/groups = " + groupChannels(),
                    w.toString());
        }
    }

    private void checkGradient(String operation, TensorSpec dy) {
        if (dy.size(0) != images || dy.size(1) != channelsOut || dy.size(2) != heightOut || dy.size(3) != widthOut) {
            throw new MismatchException(
                    operation,
                    "dy",
                    "[N,K,P,Q] = [" + images + "," + channelsOut + "," + heightOut + "," + widthOut + "]",
                    dy.toString());
        }
    }

    /** Refuses another number of inputs. */
    static void checkCount(String operation, List<TensorSpec> in, int least, int most) {
        if (in.size() < least || in.size() > most) {
            String expected = least == most ? Integer.toString(least) : least + " or " + most;
            throw new MismatchException(operation, "the list of inputs", expected, in.size() + " " + in);
        }
    }

    long groups() {
        return geometry.groups();
    }

    /** C / groups. */
    long groupChannels() {
        return channels / groups();
    }

    /** K / groups. */
    long groupChannelsOut() {
        return channelsOut / groups();
    }

    /** R·S. */
    long taps() {
        return tapRows * tapColumns;
    }

    TensorSpec x(DType dtype) {
        return TensorSpec.of(dtype, images, channels, height, width);
    }

    TensorSpec w(DType dtype) {
        return TensorSpec.of(dtype, channelsOut, groupChannels(), tapRows, tapColumns);
    }

    TensorSpec y(DType dtype) {
        return TensorSpec.of(dtype, images, channelsOut, heightOut, widthOut);
    }

    /** Products in the sums of the convolution, and of each of its gradients, where pads count as pixels. */
    long products() {
        return images * channelsOut * groupChannels() * taps() * heightOut * widthOut;
    }

    /** The work of the convolution and of each of its gradients: an fma for each product. */
    Cost cost(List<TensorSpec> in, TensorSpec out) {
        return Cost.of(2 * products(), in, List.of(out));
    }
}
