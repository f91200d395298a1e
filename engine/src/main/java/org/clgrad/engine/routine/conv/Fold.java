package org.clgrad.engine.routine.conv;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Blocks added up where they came from, "col2im": {@code y[n,c,h,v] = Σ x[n, (c·R + r)·S + s, p·Q + q]} over all taps and
 * blocks with {@code h = p·stride − before + r·dilation} and {@code v = q·stride − before + s·dilation}, alike with one or
 * three axes. The transpose, and so the gradient, of taking the blocks ("im2col"), which is a strided view.
 *
 * <p>Input x[N, C·T·R·S, O·P·Q], where O, P, Q count the windows of {@link Convolution}; output y[N,C,(D,H,)W]. A floating-point
 * type. Groups of the geometry mean nothing here. Places that no block covers are 0; N may be 0.
 *
 * <p>NaN and infinities reach the place they belong to and no other.
 *
 * <p>Taps are added in ascending order: {@code |error| ≤ T·R·S·u·Σ|x|} over a place's terms (Higham, Accuracy and Stability of
 * Numerical Algorithms, §4.2).
 *
 * <p>Throws {@link MismatchException} if shapes do not fit or the type is no floating-point one. Source:
 * {@code torch.nn.functional.fold}.
 *
 * @param geometry how the window moves over y
 * @param size D, H and W
 * @param taps T, R and S
 */
public record Fold(ConvGeometry geometry, Volume size, Volume taps) implements Routine {
    private static final String NAME = "fold";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 1) {
            throw new MismatchException(NAME, "the list of inputs", "one tensor", in.size() + " " + in);
        }
        TensorSpec x = in.get(0);
        if (x.rank() != 3 || !x.dtype().isFloat()) {
            throw new MismatchException(NAME, "x[N,C·taps,blocks]", "3 axes of a floating-point type", x.toString());
        }
        int rank = geometry.rank();
        if (!taps.allAtLeast(1) || x.size(1) % taps.product() != 0) {
            throw new MismatchException(
                    NAME,
                    "x[N,C·taps,blocks] for " + taps.text(rank) + " taps",
                    "channels divisible by them",
                    x.toString());
        }
        Volume blocks = blocks();
        if (!blocks.allAtLeast(1) || x.size(2) != blocks.product()) {
            throw new MismatchException(
                    NAME,
                    "x[N,C·taps,blocks] for an output of " + size.text(rank) + " with " + geometry,
                    blocks.allAtLeast(1) ? blocks.text(rank) + " blocks" : "an output at least as large as a window",
                    x.toString());
        }
        return List.of(TensorSpec.of(x.dtype(), size.shape(rank, x.size(0), x.size(1) / taps.product())));
    }

    private Volume blocks() {
        return geometry.outputs(size, taps);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double[] x = args.in(0).doubles();
        double[] y = new double[args.out(0).size()];
        int blocks = Math.toIntExact(blocks().product());
        exec.each(args.in(0).shape().size(0) * args.in(0).shape().size(1) / taps.product(), plane -> {
            int at = 0;
            for (int t = 0; t < taps.depth(); t++) {
                for (int r = 0; r < taps.height(); r++) {
                    for (int s = 0; s < taps.width(); s++, at++) {
                        int from = Math.toIntExact((plane * taps.product() + at) * blocks);
                        addTap(x, from, y, Math.toIntExact(plane * size.product()), t, r, s);
                    }
                }
            }
        });
        args.out(0).set(y);
    }

    /** Adds the blocks' elements at one tap, which begin at {@code from}, to the plane of y that begins at {@code to}. */
    private void addTap(double[] x, int from, double[] y, int to, int t, int r, int s) {
        Volume blocks = blocks();
        int next = from;
        for (int o = 0; o < blocks.depth(); o++) {
            long d = place(geometry.depth(), o, t);
            for (int p = 0; p < blocks.height(); p++) {
                long h = place(geometry.height(), p, r);
                for (int q = 0; q < blocks.width(); q++, next++) {
                    long v = place(geometry.width(), q, s);
                    if (d >= 0 && d < size.depth() && h >= 0 && h < size.height() && v >= 0 && v < size.width()) {
                        y[(int) (to + (d * size.height() + h) * size.width() + v)] += x[next];
                    }
                }
            }
        }
    }

    private static long place(ConvAxis axis, int block, int tap) {
        return block * axis.stride() - axis.before() + tap * axis.dilation();
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant("fold_vectors", plan -> launch(plan, "fold_vectors")),
                new KernelVariant("fold_items", plan -> launch(plan, "fold_items")));
    }

    /** As the gradient of a convolution by its input, whose channel pairs and weights are the blocks themselves. */
    private void launch(PlanBuilder plan, String kernel) {
        DType dtype = plan.in(0).dtype();
        long planes = plan.in(0).size(0) * (plan.in(0).size(1) / taps.product());
        ConvGeometry alone = new ConvGeometry(geometry.axes(), 1);
        Correlation places = Correlation.places(ConvSizes.of(alone, planes, 1, size, 1, taps));
        for (Correlation.Phase phase : places.phases()) {
            Volume outputs = phase.outputs();
            KernelFile.LaunchBuilder launch = plan.open(
                            kernel,
                            Map.of(
                                    "planes",
                                    planes,
                                    "rows",
                                    outputs.depth() * outputs.height(),
                                    "width",
                                    outputs.width()))
                    .real(dtype)
                    .launch()
                    .buffer(plan.dense(0), dtype)
                    .buffer(plan.denseOut(0), dtype)
                    .int64(planes)
                    .int64(taps.product());
            ImplicitGemm.addGather(launch, places, phase);
            launch.add();
        }
    }

    /** An addition for each element of x. */
    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return ConvSamples.fold();
    }
}
