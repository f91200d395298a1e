package org.clgrad.engine.routine.conv;

import java.util.Collections;
import java.util.List;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.SampleSpace.Choice;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * What the convolution and its gradients are tried on: one space of geometries and sizes for all three.
 *
 * <p>Tolerance: every kernel forms each element as a sum of products in some order, by fma or by plain additions of
 * partial sums, from a bias or from 0. Any order of n terms has |error| ≤ (n + 2)·u·Σ|terms| to first order in u (Higham,
 * §3.1; the 2 are for the product and the rounding on storing). Σ|terms| is the reference convolution of absolute values.
 */
final class Conv2dSamples {
    /** The reference does about 10⁸ in a second. */
    private static final long MOST_PRODUCTS = 4_000_000;

    private Conv2dSamples() {}

    /**
     * Channels that fill vectors in part, just, or with a rest, few and many; images that do so with tiles of 6, 7, 14 and
     * 16 pixels; and windows over them.
     */
    private static SampleSpace.Builder axes(String operation) {
        return SampleSpace.of(operation)
                .values("dtype", DType.F32, DType.F64)
                .sizes("images", 1, 2, 3, 0)
                .sizes("groups", 1, 2, 3)
                .values(
                        "channels",
                        new GroupChannels(1, 1),
                        new GroupChannels(1, 32),
                        new GroupChannels(3, 8),
                        new GroupChannels(5, 3),
                        new GroupChannels(17, 31),
                        new GroupChannels(31, 16),
                        new GroupChannels(16, 33),
                        new GroupChannels(45, 49))
                .sizes("height", 1, 5, 8, 13)
                .sizes("width", 1, 7, 15, 16, 17, 29, 33)
                .values(
                        "taps",
                        new Taps(1, 1),
                        new Taps(3, 3),
                        new Taps(2, 3),
                        new Taps(5, 4),
                        new Taps(1, 4),
                        new Taps(3, 2))
                .sizes("strideH", 1, 2, 3)
                .sizes("strideW", 1, 2, 3)
                .sizes("padH", 0, 1, 3)
                .sizes("padW", 0, 1, 3)
                .sizes("dilationH", 1, 2)
                .sizes("dilationW", 1, 2, 3)
                .where(choice -> sizes(choice).heightOut() > 0 && sizes(choice).widthOut() > 0)
                .where(choice -> sizes(choice).products() <= MOST_PRODUCTS);
    }

    /** Channels of a group, of x and of y. */
    private record GroupChannels(long in, long out) {}

    /** Rows and columns of taps. */
    private record Taps(long rows, long columns) {}

    private static Conv2dGeometry geometry(Choice choice) {
        return new Conv2dGeometry(
                choice.size("strideH"),
                choice.size("strideW"),
                choice.size("padH"),
                choice.size("padW"),
                choice.size("dilationH"),
                choice.size("dilationW"),
                choice.size("groups"));
    }

    private static Conv2dSizes sizes(Choice choice) {
        GroupChannels channels = choice.value("channels", GroupChannels.class);
        Taps taps = choice.value("taps", Taps.class);
        return Conv2dSizes.of(
                geometry(choice),
                choice.size("images"),
                choice.size("groups") * channels.in(),
                choice.size("height"),
                choice.size("width"),
                choice.size("groups") * channels.out(),
                taps.rows(),
                taps.columns());
    }

    private static DType dtype(Choice choice) {
        return choice.value("dtype", DType.class);
    }

    private static Sample sample(
            Routine routine, List<TensorSpec> inputs, long terms, Tolerance.SumOfMagnitudes magnitudes) {
        List<Domain> domains = Collections.nCopies(inputs.size(), Domain.standard());
        return new Sample(routine, inputs, domains, Tolerance.sum(terms, magnitudes));
    }

    private static double[] magnitudes(HostArray array) {
        return ReferenceConvolution.magnitudes(array.doubles());
    }

    private static ReferenceConvolution reference(Conv2dSizes sizes) {
        return new ReferenceConvolution(HostExec.sequential(), sizes);
    }

    static SampleSpace forward() {
        TensorSpec x = TensorSpec.of(DType.F32, 2, 6, 8, 8);
        TensorSpec w = TensorSpec.of(DType.F32, 4, 6, 3, 3);
        Conv2d plain = new Conv2d(Conv2dGeometry.plain());
        return axes("conv2d")
                .flag("bias")
                .refuses("one input", plain, List.of(x), "the list of inputs needs 2 or 3, got 1")
                .refuses("an image without batch", plain, List.of(TensorSpec.of(DType.F32, 6, 8, 8), w), "needs 4 axes")
                .refuses(
                        "integers",
                        plain,
                        List.of(TensorSpec.of(DType.I32, x.shape()), TensorSpec.of(DType.I32, w.shape())),
                        "x[N,C,H,W] needs a floating-point type, got i32[2,6,8,8]")
                .refuses("two types", plain, List.of(x, TensorSpec.of(DType.F64, w.shape())), "the element type of")
                .refuses(
                        "other channels",
                        plain,
                        List.of(x, TensorSpec.of(DType.F32, 4, 5, 3, 3)),
                        "needs C/groups = 6, got f32[4,5,3,3]")
                .refuses(
                        "groups that do not divide the channels",
                        new Conv2d(Conv2dGeometry.of(1, 0, 1, 4)),
                        List.of(x, w),
                        "x needs channels divisible by groups=4, got 6 channels")
                .refuses(
                        "groups that do not divide the output channels",
                        new Conv2d(Conv2dGeometry.of(1, 0, 1, 3)),
                        List.of(x, TensorSpec.of(DType.F32, 4, 2, 3, 3)),
                        "w needs output channels divisible by groups=3, got 4 channels")
                .refuses(
                        "a window larger than the image",
                        new Conv2d(Conv2dGeometry.of(1, 0, 4, 1)),
                        List.of(x, w),
                        "a padded image at least as large, got an image of 8×8")
                .refuses(
                        "a bias of another size",
                        plain,
                        List.of(x, w, TensorSpec.of(DType.F32, 6)),
                        "b[K] needs f32[4], got f32[6]")
                .sample(choice -> {
                    Conv2dSizes sizes = sizes(choice);
                    TensorSpec b = TensorSpec.of(dtype(choice), Shape.of(sizes.channelsOut()));
                    List<TensorSpec> both = List.of(sizes.x(dtype(choice)), sizes.w(dtype(choice)));
                    return sample(
                            new Conv2d(sizes.geometry()),
                            choice.flag("bias") ? List.of(both.get(0), both.get(1), b) : both,
                            sizes.groupChannels() * sizes.taps() + 1,
                            (output, in) -> reference(sizes)
                                    .forward(
                                            magnitudes(in.get(0)),
                                            magnitudes(in.get(1)),
                                            in.size() > 2 ? magnitudes(in.get(2)) : new double[0]));
                });
    }

    static SampleSpace inputGradient() {
        TensorSpec dy = TensorSpec.of(DType.F32, 2, 4, 6, 6);
        TensorSpec w = TensorSpec.of(DType.F32, 4, 6, 3, 3);
        Conv2dInputGradient plain = new Conv2dInputGradient(Conv2dGeometry.plain(), 8, 8);
        return axes("conv2d_input_gradient")
                .refuses("three inputs", plain, List.of(dy, w, w), "the list of inputs needs 2, got 3")
                .refuses(
                        "an image that leads to another output",
                        new Conv2dInputGradient(Conv2dGeometry.plain(), 9, 8),
                        List.of(dy, w),
                        "dy needs [N,K,P,Q] = [2,4,7,6], got f32[2,4,6,6]")
                .refuses(
                        "other output channels",
                        plain,
                        List.of(dy, TensorSpec.of(DType.F32, 5, 6, 3, 3)),
                        "dy needs [N,K,P,Q] = [2,5,6,6], got f32[2,4,6,6]")
                .sample(choice -> {
                    Conv2dSizes sizes = sizes(choice);
                    return sample(
                            new Conv2dInputGradient(sizes.geometry(), sizes.height(), sizes.width()),
                            List.of(sizes.y(dtype(choice)), sizes.w(dtype(choice))),
                            sizes.groupChannelsOut() * sizes.taps(),
                            (output, in) ->
                                    reference(sizes).inputGradient(magnitudes(in.get(0)), magnitudes(in.get(1))));
                });
    }

    static SampleSpace weightGradient() {
        TensorSpec x = TensorSpec.of(DType.F32, 2, 6, 8, 8);
        TensorSpec dy = TensorSpec.of(DType.F32, 2, 4, 6, 6);
        Conv2dWeightGradient plain = new Conv2dWeightGradient(Conv2dGeometry.plain(), 3, 3);
        return axes("conv2d_weight_gradient")
                .refuses("one input", plain, List.of(x), "the list of inputs needs 2, got 1")
                .refuses(
                        "taps that lead to another output",
                        new Conv2dWeightGradient(Conv2dGeometry.plain(), 3, 2),
                        List.of(x, dy),
                        "dy needs [N,K,P,Q] = [2,4,6,7], got f32[2,4,6,6]")
                .refuses(
                        "no taps",
                        new Conv2dWeightGradient(Conv2dGeometry.plain(), 0, 3),
                        List.of(x, dy),
                        "at least 1×1 taps, got 0×3")
                .refuses(
                        "other images",
                        plain,
                        List.of(TensorSpec.of(DType.F32, 3, 6, 8, 8), dy),
                        "dy needs [N,K,P,Q] = [3,4,6,6], got f32[2,4,6,6]")
                .sample(choice -> {
                    Conv2dSizes sizes = sizes(choice);
                    return sample(
                            new Conv2dWeightGradient(sizes.geometry(), sizes.tapRows(), sizes.tapColumns()),
                            List.of(sizes.x(dtype(choice)), sizes.y(dtype(choice))),
                            sizes.images() * sizes.heightOut() * sizes.widthOut(),
                            (output, in) ->
                                    reference(sizes).weightGradient(magnitudes(in.get(0)), magnitudes(in.get(1))));
                });
    }
}
