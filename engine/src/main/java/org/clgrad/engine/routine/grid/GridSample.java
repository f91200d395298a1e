package org.clgrad.engine.routine.grid;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Inputs;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y[n,c,i,j] = x[n,c] read at (grid[n,i,j,0], grid[n,i,j,1]), as PyTorch's {@code grid_sample} does; or a derivative of that
 * by the grid's coordinates. Alike with three axes and coordinates.
 *
 * <p>Inputs: x[N,C,H,W] or [N,C,D,H,W], floating point, and grid[N,outH,outW,2] or [N,outD,outH,outW,3] of its type, whose
 * coordinates are those along the width, the height, and the depth; any strides. Output y[N,C,outH,outW] or
 * [N,C,outD,outH,outW]. Where places lie and what is read of them is {@link GridSampling}'s.
 *
 * <p>A derivative at a place where the weights have a kink is that from the right. NaN and infinities of x spread to the
 * outputs that have them as taps, even with the weight 0. A coordinate that is NaN is beyond the plane if that is read as
 * zeros, else the first element's. N, C and the grid may be empty.
 *
 * <p>A place carries an error of 8·u·(|g| + 2)·size, which reaches y times the distance of neighbours, and the taps add four
 * roundings.
 *
 * @param sampling how the grid reads
 */
public record GridSample(GridSampling sampling) implements Routine {
    private static final String NAME = "grid_sample";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(TensorSpec.of(in.get(0).dtype(), geometry(in).output()));
    }

    private GridGeometry geometry(List<TensorSpec> in) {
        Inputs.checkCount(NAME, in, 2);
        TensorSpec x = in.get(0);
        int axes = sampling.axes();
        List<Long> sizes = x.rank() == axes + 2 ? x.shape().last(axes) : List.of();
        return GridGeometry.of(NAME, "input", sampling, x, in.get(1), sizes);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        GridGeometry geometry = geometry(List.of(args.in(0).spec(), args.in(1).spec()));
        double[] x = args.in(0).doubles();
        double[] y = new double[args.out(0).size()];
        geometry.eachTap(sampling, args.in(1).doubles(), (output, input, weight) -> y[output] += weight * x[input]);
        args.out(0).set(y);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, this::launch));
    }

    private void launch(PlanBuilder plan) {
        GridGeometry geometry = geometry(plan.inputs());
        Map<String, Long> dims = Map.of(
                "batch", geometry.batch(),
                "channels", geometry.channels(),
                "positions", geometry.positions());
        geometry.launch(
                plan,
                GridGeometry.open(plan, NAME, dims, sampling),
                sampling,
                plan.denseOut(0),
                plan.in(0).dtype());
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        List<TensorSpec> out = infer(in);
        return Cost.of(2L * taps() * out.get(0).elements(), in, out);
    }

    /** Elements that an output is made of. */
    private long taps() {
        return Math.round(Math.pow(sampling.mode().taps(), sampling.axes()));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        GridSample routine =
                new GridSample(GridSampling.of(GridSampling.Mode.LINEAR, GridSampling.Padding.ZEROS, false, 2));
        TensorSpec x = TensorSpec.of(DType.F32, 2, 3, 4, 5);
        return GridSamples.space(NAME)
                .refuses("no grid", routine, List.of(x), "2 tensors")
                .refuses("three axes", routine, List.of(TensorSpec.of(DType.F32, 3, 4, 5), x), "input needs")
                .refuses(
                        "a grid of three coordinates",
                        routine,
                        List.of(x, TensorSpec.of(DType.F32, 2, 3, 3, 3)),
                        "shape [2,outH,outW,2]")
                .refuses(
                        "volumes read in a plane",
                        new GridSample(
                                GridSampling.of(GridSampling.Mode.NEAREST, GridSampling.Padding.BORDER, false, 3)),
                        List.of(TensorSpec.of(DType.F32, 2, 3, 4, 5, 6), TensorSpec.of(DType.F32, 2, 1, 3, 3, 2)),
                        "shape [2,outD,outH,outW,3]")
                .refuses(
                        "an empty plane",
                        routine,
                        List.of(TensorSpec.of(DType.F32, 2, 3, 0, 5), TensorSpec.of(DType.F32, 2, 3, 3, 2)),
                        "planes needs at least one element")
                .sample(choice -> {
                    GridSampling sampling = GridSamples.sampling(choice);
                    return new Sample(
                            new GridSample(sampling),
                            List.of(GridSamples.input(choice), GridSamples.grid(choice)),
                            GridSamples.domains(choice),
                            new GridTolerance(sampling, GridSamples.geometry(choice), false));
                });
    }
}
