package org.clgrad.engine.routine.grid;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Inputs;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The gradient of {@link GridSample} by x: dx = Σ weight·dy over the outputs that have the element as a tap.
 *
 * <p>Inputs: dy[N,C,(outD,)outH,outW], floating point, and grid[N,(outD,)outH,outW,2 or 3] of its type; any strides. Output
 * dx[N,C,(D,)H,W].
 *
 * <p>Outputs are added in row-major order; a weight carries the error of its place, as in {@link GridSample}.
 *
 * @param sampling how the grid reads
 * @param sizes (D,) H, W
 */
public record GridSampleInputGradient(GridSampling sampling, List<Long> sizes) implements Routine {
    private static final String NAME = "grid_sample_input_gradient";

    /** Makes the list unmodifiable. */
    public GridSampleInputGradient {
        sizes = List.copyOf(sizes);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        return List.of(TensorSpec.of(in.get(0).dtype(), geometry(in).input()));
    }

    private GridGeometry geometry(List<TensorSpec> in) {
        Inputs.checkCount(NAME, in, 2);
        GridGeometry geometry = GridGeometry.of(NAME, "gradient", sampling, in.get(0), in.get(1), sizes);
        if (!in.get(0).shape().equals(geometry.output())) {
            throw new MismatchException(
                    NAME, "gradient", "shape " + geometry.output(), in.get(0).toString());
        }
        return geometry;
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        GridGeometry geometry = geometry(List.of(args.in(0).spec(), args.in(1).spec()));
        double[] dy = args.in(0).doubles();
        double[] dx = new double[args.out(0).size()];
        geometry.eachTap(sampling, args.in(1).doubles(), (output, input, weight) -> dx[input] += weight * dy[output]);
        args.out(0).set(dx);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant(NAME, this::launch));
    }

    private void launch(PlanBuilder plan) {
        GridGeometry geometry = geometry(plan.inputs());
        long planes = geometry.batch() * geometry.channels();
        long elements = plan.out(0).elements();
        Map<String, Long> dims = Map.of("planes", planes, "rows", geometry.rows(), "elements", elements);
        DType dtype = plan.in(0).dtype();
        DType acc = dtype.accumulator();
        KernelFile file = GridGeometry.open(plan, NAME, dims, sampling).type("TO", acc);
        if (dtype == acc) {
            geometry.launch(plan, file, sampling, plan.denseOut(0), dtype);
            return;
        }
        // Sums grow where they lie, so they are kept in full until they are whole.
        Slot sums = plan.work(elements * acc.sizeBytes());
        geometry.launch(plan, file, sampling, sums, acc);
        file.launch(NAME + "_round")
                .buffer(sums, acc)
                .buffer(plan.denseOut(0), dtype)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(8 * in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return GridSamples.space(NAME)
                .refuses(
                        "a gradient of another shape",
                        new GridSampleInputGradient(
                                GridSampling.of(GridSampling.Mode.LINEAR, GridSampling.Padding.ZEROS, false, 2),
                                List.of(4L, 5L)),
                        List.of(TensorSpec.of(DType.F32, 2, 3, 4, 5), TensorSpec.of(DType.F32, 2, 3, 3, 2)),
                        "gradient needs shape [2,3,3,3]")
                .sample(choice -> {
                    GridSampling sampling = GridSamples.sampling(choice);
                    TensorSpec x = GridSamples.input(choice);
                    TensorSpec grid = GridSamples.grid(choice);
                    return new Sample(
                            new GridSampleInputGradient(sampling, x.shape().last(sampling.axes())),
                            List.of(
                                    new GridSample(sampling)
                                            .infer(List.of(x, grid))
                                            .get(0),
                                    grid),
                            GridSamples.domains(choice),
                            new GridTolerance(sampling, GridSamples.geometry(choice), true));
                });
    }
}
