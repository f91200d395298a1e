package org.clgrad.engine.routine.pool;

import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Where the windows of a pooling lie: window (oh, ow) has its tap (r, s) at the input position (oh·strideH − padH +
 * r·dilationH, ow·strideW − padW + s·dilationW). All sizes in elements.
 *
 * @param padH padding above and below, at most half of the window's extent
 * @param padW padding left and right
 * @param ceilMode whether a last window that reaches beyond the padded input counts, as long as it begins inside the input
 *     or the padding before it
 */
public record PoolWindow(
        int kernelH,
        int kernelW,
        int strideH,
        int strideW,
        int padH,
        int padW,
        int dilationH,
        int dilationW,
        boolean ceilMode) {
    /** The largest number of taps whose numbers fit a byte. */
    private static final long BYTE_TAPS = 256;

    /** @throws IllegalArgumentException if a size is not positive, or the padding negative or more than half a window */
    public PoolWindow {
        check("height", kernelH, strideH, padH, dilationH);
        check("width", kernelW, strideW, padW, dilationW);
    }

    private static void check(String axis, int kernel, int stride, int pad, int dilation) {
        if (kernel < 1 || stride < 1 || dilation < 1) {
            throw new IllegalArgumentException("pool: " + axis + " has kernel " + kernel + ", stride " + stride
                    + ", dilation " + dilation + "; each is at least 1");
        }
        int extent = Math.addExact(Math.multiplyExact(kernel - 1, dilation), 1);
        if (pad < 0 || pad > extent / 2) {
            throw new IllegalArgumentException("pool: " + axis + " has padding " + pad
                    + "; it is at least 0 and at most half of the window's extent, " + extent);
        }
    }

    /** Square windows without padding or dilation. */
    public static PoolWindow of(int kernel, int stride) {
        return new PoolWindow(kernel, kernel, stride, stride, 0, 0, 1, 1, false);
    }

    /** The number of windows along the height. */
    long outHeight(long height) {
        return windows(height, kernelH, strideH, padH, dilationH);
    }

    /** The number of windows along the width. */
    long outWidth(long width) {
        return windows(width, kernelW, strideW, padW, dilationW);
    }

    private long windows(long size, long kernel, long stride, long pad, long dilation) {
        long room = size + 2 * pad - dilation * (kernel - 1) - 1;
        long windows = Math.floorDiv(room + (ceilMode ? stride - 1 : 0), stride) + 1;
        return ceilMode && (windows - 1) * stride >= size + pad ? windows - 1 : windows;
    }

    /** The stride along the width where kernels are compiled for it, else 0. */
    int specialStrideW() {
        return strideW <= 2 ? strideW : 0;
    }

    /** The element type that numbers the taps. */
    DType argmaxType() {
        return (long) kernelH * kernelW <= BYTE_TAPS ? DType.U8 : DType.I32;
    }

    /** The shape of the outputs for an input [N,C,H,W]. */
    Shape output(String operation, TensorSpec input) {
        if (input.rank() != 4 || !input.dtype().isFloat()) {
            throw new MismatchException(
                    operation, "input", "a floating-point type and shape [N,C,H,W]", input.toString());
        }
        return output(operation, input.shape());
    }

    Shape output(String operation, Shape input) {
        long outHeight = outHeight(input.size(2));
        long outWidth = outWidth(input.size(3));
        if (input.size(2) < 1 || input.size(3) < 1 || outHeight < 1 || outWidth < 1) {
            throw new MismatchException(
                    operation, "window " + kernelH + "×" + kernelW, "an input that holds one", input.toString());
        }
        return Shape.of(input.size(0), input.size(1), outHeight, outWidth);
    }

    /** The names that the kernels' headers use, for items that are outputs ({@code positions} of the output's plane). */
    static Map<String, Long> dims(Shape items) {
        return Map.of(
                "planes", items.size(0) * items.size(1),
                "rows", items.size(2),
                "positions", items.size(2) * items.size(3));
    }

    /** Adds the arguments that {@code pool.clh} calls WINDOW. */
    KernelFile.LaunchBuilder arguments(KernelFile.LaunchBuilder launch, Shape input, Shape output) {
        return launch.int32(input.size(2))
                .int32(input.size(3))
                .int32(output.size(2))
                .int32(output.size(3))
                .int32(kernelH)
                .int32(kernelW)
                .int32(strideH)
                .int32(strideW)
                .int32(padH)
                .int32(padW)
                .int32(dilationH)
                .int32(dilationW);
    }

    /** What a reference does with one tap that lies inside the input. */
    @FunctionalInterface
    interface Tap {
        void visit(int input, int number);
    }

    /** Visits the taps, in order, of window number {@code output} of a dense [N,C,outH,outW] that lie inside the input. */
    void eachTap(long output, Shape input, Shape out, Tap tap) {
        long ow = output % out.size(3);
        long oh = output / out.size(3) % out.size(2);
        long plane = output / (out.size(2) * out.size(3));
        for (int r = 0; r < kernelH; r++) {
            for (int s = 0; s < kernelW; s++) {
                long ih = oh * strideH - padH + (long) r * dilationH;
                long iw = ow * strideW - padW + (long) s * dilationW;
                if (ih >= 0 && ih < input.size(2) && iw >= 0 && iw < input.size(3)) {
                    tap.visit(Math.toIntExact((plane * input.size(2) + ih) * input.size(3) + iw), r * kernelW + s);
                }
            }
        }
    }
}
