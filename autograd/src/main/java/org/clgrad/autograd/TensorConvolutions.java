package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.conv.ConvAxis;
import org.clgrad.engine.routine.conv.ConvGeometry;
import org.clgrad.engine.routine.conv.Volume;
import org.clgrad.engine.tensor.MismatchException;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions over sequences [N,C,W], images [N,C,H,W] and volumes [N,C,D,H,W], their transposes, and the blocks that
 * their windows see, as PyTorch defines them. What is convolved may be one sample, without N.
 *
 * <p>Stride, padding, dilation and output padding are a number for each axis, or one for all. Padding may also have twice
 * as many numbers: those before along each axis, then those after along each, as in ONNX.
 */
public sealed interface TensorConvolutions permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    /**
     * y[n,k,p,…] = b[k] + Σ x[n, c, p·stride − before + r·dilation, …]·w[k,c,r,…], over c of k's group and all taps; x is 0
     * outside.
     *
     * @param weight [K, C/groups, taps…]
     * @param bias [K], or null
     * @throws MismatchException if the shapes do not fit
     */
    default Tensor convolution(Tensor weight, @Nullable Tensor bias, ConvGeometry geometry) {
        return ConvolutionFunction.of(self(), weight, bias, geometry, Ending.NONE, null);
    }

    /**
     * {@link #convolution} over as many axes as the weight has taps along.
     *
     * @param weight [K, C/groups, taps…]
     * @param bias [K], or null
     * @throws MismatchException if the shapes do not fit
     */
    default Tensor convolution(
            Tensor weight, @Nullable Tensor bias, int[] stride, int[] padding, int[] dilation, int groups) {
        return convolution(weight, bias, ConvolutionFunction.geometry(weight, stride, padding, dilation, groups));
    }

    /**
     * max(conv(x) + residual, 0): {@link #convolution}, the residual's addition and {@link Tensor#relu} in one pass over the result.
     *
     * @param weight [K, C/groups, taps…]
     * @param bias [K], or null
     * @param residual shaped as the result, or null for 0
     * @throws MismatchException if the shapes do not fit
     */
    default Tensor convolutionRelu(
            Tensor weight,
            @Nullable Tensor bias,
            int[] stride,
            int[] padding,
            int[] dilation,
            int groups,
            @Nullable Tensor residual) {
        ConvGeometry geometry = ConvolutionFunction.geometry(weight, stride, padding, dilation, groups);
        Ending ending = residual == null ? Ending.RELU : Ending.ADD_RELU;
        return ConvolutionFunction.of(self(), weight, bias, geometry, ending, residual);
    }

    /** {@link #convolution} over sequences [N,C,W]. */
    default Tensor conv1d(Tensor weight, @Nullable Tensor bias, int stride, int padding, int dilation, int groups) {
        return convolution(weight, bias, ConvGeometry.of(1, ConvAxis.of(stride, padding, dilation), groups));
    }

    /** {@link #convolution} over sequences [N,C,W]. */
    default Tensor conv1d(
            Tensor weight, @Nullable Tensor bias, int[] stride, int[] padding, int[] dilation, int groups) {
        return convolution(weight, bias, Axes.geometry("conv1d", 1, stride, padding, dilation, groups));
    }

    /** {@link #convolution} over images [N,C,H,W]. */
    default Tensor conv2d(
            Tensor weight, @Nullable Tensor bias, int[] stride, int[] padding, int[] dilation, int groups) {
        return convolution(weight, bias, Axes.geometry("conv2d", 2, stride, padding, dilation, groups));
    }

    /** {@link #convolution} over volumes [N,C,D,H,W]. */
    default Tensor conv3d(
            Tensor weight, @Nullable Tensor bias, int[] stride, int[] padding, int[] dilation, int groups) {
        return convolution(weight, bias, Axes.geometry("conv3d", 3, stride, padding, dilation, groups));
    }

    /**
     * The padding with which a convolution of stride 1 has as many outputs as inputs: dilation·(taps − 1) zeros along each
     * axis, half of them before, and the odd one after.
     *
     * @param weight [K, C/groups, taps…]
     * @param dilation a number for each axis, or one for all
     * @return those before along each axis, then those after
     * @throws MismatchException if the weight has no taps
     */
    static int[] samePadding(Tensor weight, int... dilation) {
        int rank = weight.rank() - 2;
        if (rank < 1) {
            throw new MismatchException(
                    "same padding",
                    "weight",
                    "shape [K,C,taps…]",
                    weight.shape().toString());
        }
        int[] dilations = Axes.spread("same padding", "dilation", rank, dilation);
        int[] padding = new int[2 * rank];
        for (int axis = 0; axis < rank; axis++) {
            ConvAxis same = ConvAxis.same(weight.size(axis + 2), dilations[axis]);
            padding[axis] = Math.toIntExact(same.before());
            padding[rank + axis] = Math.toIntExact(same.after());
        }
        return padding;
    }

    /**
     * The transpose of a convolution as a linear map, with a bias: y[n,c,h,…] = b[c] + Σ x[n,k,p,…]·w[k,c,r,…] over k of c's
     * group and all p, r with h = p·stride − before + r·dilation. It has (size − 1)·stride − before − after + dilation·(taps −
     * 1) + outputPadding + 1 outputs along each axis.
     *
     * @param weight [K, C/groups, taps…], where K is the number of this tensor's channels
     * @param bias [C], or null
     * @param outputPadding further outputs behind, along each axis, or one number for all; less than the stride or the dilation
     * @throws MismatchException if the shapes do not fit
     */
    default Tensor transposedConvolution(
            Tensor weight, @Nullable Tensor bias, ConvGeometry geometry, int... outputPadding) {
        if (self().rank() == geometry.rank() + 1) {
            return self().unsqueeze(0)
                    .transposedConvolution(weight, bias, geometry, outputPadding)
                    .squeeze(0);
        }
        String name = "conv_transpose" + geometry.rank() + "d";
        int rank = geometry.rank();
        Axes.check(name, "input", rank, self());
        Axes.check(name, "weight", rank, weight);
        int[] more = Axes.spread(name, "output padding", rank, outputPadding);
        List<ConvAxis> axes = new ArrayList<>();
        long[] sizes = new long[rank];
        for (int i = 0; i < rank; i++) {
            ConvAxis axis = geometry.axes().get(i);
            if (more[i] < 0 || more[i] >= Math.max(axis.stride(), axis.dilation())) {
                throw new MismatchException(
                        name,
                        "output padding of axis " + i + " with " + axis,
                        "0 or more, and less than the stride or the dilation",
                        Integer.toString(more[i]));
            }
            // So that the last window ends where the output does: no other size leads to the same input.
            ConvAxis exact = new ConvAxis(axis.stride(), axis.before(), axis.after() - more[i], axis.dilation());
            axes.add(exact);
            sizes[i] = exact.inputs(self().size(i + 2), weight.size(i + 2));
            if (sizes[i] < 1) {
                throw new MismatchException(
                        name, "input " + self().shape(), "an output of at least 1 along each axis", "" + sizes[i]);
            }
        }
        Volume size = Volume.of(sizes);
        var function = new ConvolutionFunction.InputGradient(new ConvGeometry(axes, geometry.groups()), size);
        return bias == null ? function.apply(self(), weight) : function.apply(self(), weight, bias);
    }

    /** {@link #transposedConvolution} over sequences [N,C,W]. */
    default Tensor convTranspose1d(
            Tensor weight,
            @Nullable Tensor bias,
            int[] stride,
            int[] padding,
            int[] outputPadding,
            int groups,
            int[] dilation) {
        ConvGeometry geometry = Axes.geometry("conv_transpose1d", 1, stride, padding, dilation, groups);
        return transposedConvolution(weight, bias, geometry, outputPadding);
    }

    /** {@link #transposedConvolution} over images [N,C,H,W]. */
    default Tensor convTranspose2d(
            Tensor weight,
            @Nullable Tensor bias,
            int[] stride,
            int[] padding,
            int[] outputPadding,
            int groups,
            int[] dilation) {
        ConvGeometry geometry = Axes.geometry("conv_transpose2d", 2, stride, padding, dilation, groups);
        return transposedConvolution(weight, bias, geometry, outputPadding);
    }

    /** {@link #transposedConvolution} over volumes [N,C,D,H,W]. */
    default Tensor convTranspose3d(
            Tensor weight,
            @Nullable Tensor bias,
            int[] stride,
            int[] padding,
            int[] outputPadding,
            int groups,
            int[] dilation) {
        ConvGeometry geometry = Axes.geometry("conv_transpose3d", 3, stride, padding, dilation, groups);
        return transposedConvolution(weight, bias, geometry, outputPadding);
    }

    /**
     * The blocks that a window sees, each a column: from [N,C,H,W] to [N, C·R·S, L], L blocks row after row, as
     * {@code torch.nn.functional.unfold}; sequences and volumes alike. Gradient: {@link #fold}.
     *
     * <p>There is a batch axis: three axes are sequences [N,C,W], and not an image [C,H,W] as in PyTorch, which has images only.
     *
     * @param kernel the window's size, a number for each axis, or one for all
     * @throws MismatchException if the window is empty, or larger than the padded input
     */
    default Tensor unfold(int[] kernel, int[] dilation, int[] padding, int[] stride) {
        int rank = self().rank() - 2;
        if (rank < 1 || rank > 3) {
            throw new MismatchException(
                    "unfold", "input", "3, 4 or 5 axes", self().shape().toString());
        }
        ConvGeometry geometry = Axes.geometry("unfold", rank, stride, padding, dilation, 1);
        Volume taps = Axes.volume("unfold", "kernel", rank, kernel);
        if (!taps.allAtLeast(1)) {
            throw new MismatchException("unfold", "kernel", "1 or more along each axis", taps.text(rank));
        }
        return new UnfoldFunction(geometry, taps).apply(self());
    }

    /**
     * Blocks added up where they came from: from [N, C·R·S, L] to [N,C,H,W], as {@code torch.nn.functional.fold}; sequences and
     * volumes alike. Where blocks overlap, this is not the reverse of {@link #unfold}. Gradient: {@link #unfold}.
     *
     * @param outputSize the size of the result, a number for each axis
     * @param kernel the window's size, a number for each axis, or one for all
     * @throws MismatchException if the output has not as many blocks as there are
     */
    default Tensor fold(int[] outputSize, int[] kernel, int[] dilation, int[] padding, int[] stride) {
        int rank = outputSize.length;
        ConvGeometry geometry = Axes.geometry("fold", rank, stride, padding, dilation, 1);
        Volume size = Axes.volume("fold", "output size", rank, outputSize);
        Volume taps = Axes.volume("fold", "kernel", rank, kernel);
        return new UnfoldFunction.Folding(geometry, size, taps).apply(self());
    }
}
