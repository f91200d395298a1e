package org.clgrad.engine.routine.conv;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.SampleSpace.Choice;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * What the convolution and its gradients are tried on: one space of geometries and sizes for all three.
 *
 * <p>Tolerance: every kernel forms each element as a sum of products in some order, by fma or by plain additions of
 * partial sums, from a bias or from 0, and perhaps a residual. Any order of n terms has |error| ≤ (n + 2)·u·Σ|terms| to first order in u (Higham,
 * §3.1; the 2 are for the product and the rounding on storing). Σ|terms| is the reference convolution of absolute values.
 */
final class ConvSamples {
    /** The reference does about 10⁸ in a second. */
    private static final long MOST_PRODUCTS = 8_000_000;

    private ConvSamples() {}

    /**
     * One to three axes, two the more often; channels that fill vectors in part, just, or with a rest, few and many, and one
     * of each group; images that do so with tiles of 4, 6, 7, 14 and 16 pixels; and windows over them.
     */
    private static SampleSpace.Builder axes(String operation) {
        return SampleSpace.of(operation)
                .values("dtype", DType.floats().toArray())
                .sizes("rank", 2, 1, 3, 2)
                .values("window", WINDOWS.toArray())
                .sizes("images", 1, 2, 3, 0)
                .sizes("groups", 1, 2, 3, 17)
                .values(
                        "channels",
                        new GroupChannels(1, 1),
                        new GroupChannels(1, 3),
                        new GroupChannels(1, 32),
                        new GroupChannels(3, 8),
                        new GroupChannels(5, 3),
                        new GroupChannels(17, 31),
                        new GroupChannels(31, 16),
                        new GroupChannels(16, 33),
                        new GroupChannels(16, 97),
                        new GroupChannels(45, 49))
                .sizes("depth", 1, 5, 8)
                .sizes("height", 1, 5, 8, 13)
                .sizes("width", 1, 7, 15, 16, 17, 29, 33, 67)
                .values(
                        "taps",
                        new Volume(1, 1, 1),
                        new Volume(3, 3, 3),
                        new Volume(1, 2, 3),
                        new Volume(2, 5, 4),
                        new Volume(3, 1, 4),
                        new Volume(2, 3, 2))
                .values(
                        "strides",
                        new Volume(1, 1, 1),
                        new Volume(2, 1, 2),
                        new Volume(2, 2, 1),
                        new Volume(3, 2, 3),
                        new Volume(1, 2, 2))
                .values("before", new Volume(0, 0, 0), new Volume(1, 1, 1), new Volume(0, 3, 1), new Volume(2, 0, 3))
                .values("after", new Volume(0, 0, 0), new Volume(1, 1, 1), new Volume(1, 0, 2), new Volume(0, 2, -1))
                .values("dilations", new Volume(1, 1, 1), new Volume(1, 2, 1), new Volume(2, 1, 3))
                .where(choice -> sizes(choice).out().allAtLeast(1))
                .where(choice -> sizes(choice).products() <= MOST_PRODUCTS);
    }

    /** What some variants are made for, and would seldom be drawn. */
    private enum Window {
        /** As the other axes of the space say. */
        ANY,
        /** The next neighbours in a few images, 3×3 where these have two axes, of all of many channels; narrow images are more. */
        NEIGHBOURS,
        /** The pixel itself, of all of very many channels. */
        PIXEL,
        /** Each of a few channels by itself, every column: depthwise convolutions. */
        CHANNEL;

        long images(Choice choice) {
            long least = choice.size("width") < 15 ? 8 : 2;
            return this == NEIGHBOURS ? Math.max(least, choice.size("images")) : choice.size("images");
        }

        /** At least 16 tiles of 4×4 in all images, from where on these are multiplied in another basis. */
        Volume in(Volume any) {
            return this == NEIGHBOURS ? new Volume(any.depth(), Math.max(8, any.height()), any.width()) : any;
        }

        GroupChannels channels(Choice choice) {
            GroupChannels any = choice.value("channels", GroupChannels.class);
            return switch (this) {
                case ANY -> any;
                case NEIGHBOURS -> new GroupChannels(Math.max(16, any.in()), Math.max(16, any.out()));
                case PIXEL -> new GroupChannels(127 + any.in(), 127 + any.out());
                case CHANNEL -> new GroupChannels(1, 1);
            };
        }

        long groups(Choice choice) {
            return this == ANY || this == CHANNEL ? choice.size("groups") : 1;
        }

        Volume taps(Choice choice) {
            return switch (this) {
                case ANY, CHANNEL -> choice.value("taps", Volume.class);
                case NEIGHBOURS -> new Volume(3, 3, 3);
                case PIXEL -> ONE;
            };
        }

        Volume strides(Choice choice) {
            Volume any = choice.value("strides", Volume.class);
            return switch (this) {
                case ANY, PIXEL -> any;
                case NEIGHBOURS -> ONE;
                case CHANNEL -> new Volume(any.depth(), any.height(), 1);
            };
        }

        Volume dilations(Choice choice) {
            return this == ANY || this == CHANNEL ? choice.value("dilations", Volume.class) : ONE;
        }

        Volume padding(Choice choice, String axis) {
            return this == PIXEL && axis.equals("before") ? new Volume(0, 0, 0) : choice.value(axis, Volume.class);
        }
    }

    /** How often each, in the turns that the values of the longest axis take. */
    private static final List<Window> WINDOWS = List.of(
            Window.ANY,
            Window.NEIGHBOURS,
            Window.PIXEL,
            Window.ANY,
            Window.NEIGHBOURS,
            Window.CHANNEL,
            Window.ANY,
            Window.NEIGHBOURS,
            Window.PIXEL,
            Window.ANY,
            Window.NEIGHBOURS,
            Window.CHANNEL);

    private static final Volume ONE = new Volume(1, 1, 1);

    private static Window window(Choice choice) {
        return choice.value("window", Window.class);
    }

    /** Channels of a group, of x and of y. */
    private record GroupChannels(long in, long out) {}

    private static ConvGeometry geometry(Choice choice) {
        Window window = window(choice);
        Volume strides = window.strides(choice);
        Volume before = window.padding(choice, "before");
        Volume after = window.padding(choice, "after");
        Volume dilations = window.dilations(choice);
        List<ConvAxis> axes = new ArrayList<>();
        axes.add(new ConvAxis(strides.depth(), before.depth(), after.depth(), dilations.depth()));
        axes.add(new ConvAxis(strides.height(), before.height(), after.height(), dilations.height()));
        axes.add(new ConvAxis(strides.width(), before.width(), after.width(), dilations.width()));
        return new ConvGeometry(axes.subList(axes.size() - choice.count("rank"), axes.size()), window.groups(choice));
    }

    /** The last numbers, as many as there are axes; 1 for the others. */
    private static Volume last(int rank, Volume all) {
        return new Volume(rank < 3 ? 1 : all.depth(), rank < 2 ? 1 : all.height(), all.width());
    }

    private static ConvSizes sizes(Choice choice) {
        Window window = window(choice);
        int rank = choice.count("rank");
        long groups = window.groups(choice);
        GroupChannels channels = window.channels(choice);
        Volume in = window.in(new Volume(choice.size("depth"), choice.size("height"), choice.size("width")));
        return ConvSizes.of(
                geometry(choice),
                window.images(choice),
                groups * channels.in(),
                last(rank, in),
                groups * channels.out(),
                last(rank, window.taps(choice)));
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

    private static double[] biasMagnitudes(List<HostArray> in, Ending ending) {
        return ReferenceConvolution.magnitudes(ReferenceConvolution.bias(in, ending));
    }

    private static ReferenceConvolution reference(ConvSizes sizes) {
        return new ReferenceConvolution(HostExec.sequential(), sizes);
    }

    private static List<TensorSpec> operands(Choice choice, TensorSpec a, TensorSpec b, long biasChannels) {
        return choice.flag("bias") ? List.of(a, b, TensorSpec.of(dtype(choice), biasChannels)) : List.of(a, b);
    }

    static SampleSpace forward() {
        TensorSpec x = TensorSpec.of(DType.F32, 2, 6, 8, 8);
        TensorSpec w = TensorSpec.of(DType.F32, 4, 6, 3, 3);
        Convolution plain = new Convolution(ConvGeometry.plain(2));
        return axes("convolution")
                .flag("bias")
                .values("ending", (Object[]) Ending.values())
                .refuses("one input", plain, List.of(x), "the list of inputs needs 2 or 3, got 1")
                .refuses(
                        "no residual",
                        new Convolution(ConvGeometry.plain(2), Ending.ADD_RELU),
                        List.of(x, w),
                        "the list of inputs needs 3 or 4, got 2")
                .refuses(
                        "a residual shaped as the input",
                        new Convolution(ConvGeometry.plain(2), Ending.ADD_RELU),
                        List.of(x, w, x),
                        "the residual needs f32[2,4,6,6], got f32[2,6,8,8]")
                .refuses("an image without batch", plain, List.of(TensorSpec.of(DType.F32, 6, 8, 8), w), "needs 4 axes")
                .refuses(
                        "an image for a volume",
                        new Convolution(ConvGeometry.plain(3)),
                        List.of(x, w),
                        "conv3d: x[N,C,D,H,W] needs 5 axes, got f32[2,6,8,8]")
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
                        new Convolution(ConvGeometry.of(2, ConvAxis.PLAIN, 4)),
                        List.of(x, w),
                        "x needs channels divisible by groups=4, got 6 channels")
                .refuses(
                        "groups that do not divide the output channels",
                        new Convolution(ConvGeometry.of(2, ConvAxis.PLAIN, 3)),
                        List.of(x, TensorSpec.of(DType.F32, 4, 2, 3, 3)),
                        "w needs output channels divisible by groups=3, got 4 channels")
                .refuses(
                        "a window larger than the image",
                        new Convolution(ConvGeometry.of(2, ConvAxis.of(1, 0, 4), 1)),
                        List.of(x, w),
                        "a padded input at least as large, got an input of 8×8")
                .refuses(
                        "a bias of another size",
                        plain,
                        List.of(x, w, TensorSpec.of(DType.F32, 6)),
                        "b[K] needs f32[4], got f32[6]")
                .sample(choice -> {
                    ConvSizes sizes = sizes(choice);
                    Ending ending = choice.value("ending", Ending.class);
                    List<TensorSpec> operands = new ArrayList<>(
                            operands(choice, sizes.x(dtype(choice)), sizes.w(dtype(choice)), sizes.channelsOut()));
                    if (ending.adds()) {
                        operands.add(sizes.y(dtype(choice)));
                    }
                    // Bias and residual are a term each; what is cut at 0 is no further off for it.
                    return sample(
                            new Convolution(sizes.geometry(), ending),
                            operands,
                            sizes.groupChannels() * sizes.taps().product() + Added.leastInputs(ending) - 1,
                            (output, in) -> forwardMagnitudes(sizes, in, ending));
                });
    }

    private static double[] forwardMagnitudes(ConvSizes sizes, List<HostArray> in, Ending ending) {
        double[] sums =
                reference(sizes).forward(magnitudes(in.get(0)), magnitudes(in.get(1)), biasMagnitudes(in, ending));
        return ReferenceConvolution.plusResidual(sums, in, ending);
    }

    static SampleSpace inputGradient() {
        TensorSpec dy = TensorSpec.of(DType.F32, 2, 4, 6, 6);
        TensorSpec w = TensorSpec.of(DType.F32, 4, 6, 3, 3);
        ConvolutionInputGradient plain = new ConvolutionInputGradient(ConvGeometry.plain(2), new Volume(1, 8, 8));
        return axes("convolution_input_gradient")
                .flag("bias")
                .refuses("one input", plain, List.of(dy), "the list of inputs needs 2 or 3, got 1")
                .refuses(
                        "an image that leads to another output",
                        new ConvolutionInputGradient(ConvGeometry.plain(2), new Volume(1, 9, 8)),
                        List.of(dy, w),
                        "dy needs [N,K,P,Q] = [2,4,7,6], got f32[2,4,6,6]")
                .refuses(
                        "other output channels",
                        plain,
                        List.of(dy, TensorSpec.of(DType.F32, 5, 6, 3, 3)),
                        "dy needs [N,K,P,Q] = [2,5,6,6], got f32[2,4,6,6]")
                .refuses(
                        "a bias of another size",
                        plain,
                        List.of(dy, w, TensorSpec.of(DType.F32, 4)),
                        "b[C] needs f32[6], got f32[4]")
                .sample(choice -> {
                    ConvSizes sizes = sizes(choice);
                    return sample(
                            new ConvolutionInputGradient(sizes.geometry(), sizes.in()),
                            operands(choice, sizes.y(dtype(choice)), sizes.w(dtype(choice)), sizes.channels()),
                            sizes.groupChannelsOut() * sizes.taps().product() + 1,
                            (output, in) -> reference(sizes)
                                    .inputGradient(
                                            magnitudes(in.get(0)),
                                            magnitudes(in.get(1)),
                                            biasMagnitudes(in, Ending.NONE)));
                });
    }

    static SampleSpace fold() {
        Fold plain = new Fold(ConvGeometry.plain(2), new Volume(1, 4, 4), new Volume(1, 2, 2));
        return axes("fold")
                .refuses("no input", plain, List.of(), "one tensor")
                .refuses("integers", plain, List.of(TensorSpec.of(DType.I32, 1, 4, 9)), "floating-point type, got i32")
                .refuses("channels beside", plain, List.of(TensorSpec.of(DType.F32, 1, 6, 9)), "divisible")
                .refuses("blocks missing", plain, List.of(TensorSpec.of(DType.F32, 1, 4, 8)), "needs 3×3 blocks")
                .refuses(
                        "a window larger than the output",
                        new Fold(ConvGeometry.plain(2), new Volume(1, 1, 4), new Volume(1, 2, 2)),
                        List.of(TensorSpec.of(DType.F32, 1, 4, 3)),
                        "at least as large as a window")
                .sample(choice -> {
                    ConvSizes sizes = sizes(choice);
                    long taps = sizes.taps().product();
                    Fold fold = new Fold(sizes.geometry(), sizes.in(), sizes.taps());
                    TensorSpec x = TensorSpec.of(
                            dtype(choice),
                            sizes.images(),
                            sizes.channels() * taps,
                            sizes.out().product());
                    return sample(fold, List.of(x), taps, (output, in) -> foldedMagnitudes(fold, in.get(0)));
                });
    }

    private static double[] foldedMagnitudes(Fold fold, HostArray x) {
        HostArray sizes = HostArray.of(x.spec().dtype(), x.shape(), magnitudes(x));
        HostArray sums = HostArray.zeros(fold.infer(List.of(x.spec())).get(0));
        fold.onHost(HostExec.sequential(), new Args(List.of(sizes), List.of(sums)));
        return sums.doubles();
    }

    static SampleSpace weightGradient() {
        TensorSpec x = TensorSpec.of(DType.F32, 2, 6, 8, 8);
        TensorSpec dy = TensorSpec.of(DType.F32, 2, 4, 6, 6);
        ConvGeometry geometry = ConvGeometry.plain(2);
        ConvolutionWeightGradient plain = new ConvolutionWeightGradient(geometry, new Volume(1, 3, 3));
        return axes("convolution_weight_gradient")
                .refuses("one input", plain, List.of(x), "the list of inputs needs 2, got 1")
                .refuses(
                        "taps that lead to another output",
                        new ConvolutionWeightGradient(geometry, new Volume(1, 3, 2)),
                        List.of(x, dy),
                        "dy needs [N,K,P,Q] = [2,4,6,7], got f32[2,4,6,6]")
                .refuses(
                        "no taps",
                        new ConvolutionWeightGradient(geometry, new Volume(1, 0, 3)),
                        List.of(x, dy),
                        "at least one tap along each axis, got 0×3")
                .refuses(
                        "other images",
                        plain,
                        List.of(TensorSpec.of(DType.F32, 3, 6, 8, 8), dy),
                        "dy needs [N,K,P,Q] = [3,4,6,6], got f32[2,4,6,6]")
                .sample(choice -> {
                    ConvSizes sizes = sizes(choice);
                    return sample(
                            new ConvolutionWeightGradient(sizes.geometry(), sizes.taps()),
                            List.of(sizes.x(dtype(choice)), sizes.y(dtype(choice))),
                            sizes.images() * sizes.out().product(),
                            (output, in) ->
                                    reference(sizes).weightGradient(magnitudes(in.get(0)), magnitudes(in.get(1))));
                });
    }
}
