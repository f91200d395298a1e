package org.clgrad.engine.routine.grid;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
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
 * by the grid's coordinates.
 *
 * <p>Inputs: x[N,C,H,W], floating point, and grid[N,outH,outW,2] of its type; any strides. Output y[N,C,outH,outW]. Where
 * places lie and what is read of them is {@link GridSampling}'s.
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

    private static GridGeometry geometry(List<TensorSpec> in) {
        GridGeometry.checkCount(NAME, in);
        TensorSpec x = in.get(0);
        return GridGeometry.of(
                NAME, "input", x, in.get(1), x.rank() == 4 ? x.size(2) : 0, x.rank() == 4 ? x.size(3) : 0);
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
                "positions", geometry.outHeight() * geometry.outWidth());
        DType dtype = plan.in(0).dtype();
        geometry.launch(plan, plan.open(NAME, dims).real(dtype), sampling, plan.denseOut(0), dtype);
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        List<TensorSpec> out = infer(in);
        return Cost.of(8 * out.get(0).elements(), in, out);
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        GridSample routine = new GridSample(new GridSampling(false, GridSampling.Padding.ZEROS, false, 0, 0));
        TensorSpec x = TensorSpec.of(DType.F32, 2, 3, 4, 5);
        return GridSamples.space(NAME)
                .refuses("no grid", routine, List.of(x), "two tensors")
                .refuses("three axes", routine, List.of(TensorSpec.of(DType.F32, 3, 4, 5), x), "input needs")
                .refuses(
                        "a grid of three coordinates",
                        routine,
                        List.of(x, TensorSpec.of(DType.F32, 2, 3, 3, 3)),
                        "shape [2,outH,outW,2]")
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
                            GridSamples.domains(sampling),
                            GridSamples.tolerance(sampling, choice, 4));
                });
    }
}
