package org.clgrad.engine.routine.random;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Inputs;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Each element, or each row of elements, is dropped with a probability: y = scale·x + shift where it is kept, else a
 * constant.
 *
 * <p>Inputs: x of any shape and strides, of a floating-point type; state {@code I64[2]}, (seed, counter). Outputs: y like x;
 * the next state, (seed, counter + blocks used). Draw d decides on the elements from d·row on, row of them in row-major
 * order: they are dropped where word d mod 4 of block counter + ⌊d/4⌋ is below ⌈p·2³²⌉. So what is dropped is the same on
 * every device and for every type. x may be empty: no block is used then.
 *
 * <p>What is dropped is the constant even where x is NaN or infinite; PyTorch multiplies by 0 and keeps NaN.
 *
 * <p>Gradient: scale·dy where x was kept, else 0: {@link #backward}, which is given the next state and draws once more what
 * was drawn then. Error: 4u·(|scale·x| + |shift| + |constant|): attributes and
 * results are rounded; and what is denormal may be flushed to 0 where it is multiplied.
 *
 * <p>Source: Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15, 2014; Tompson
 * et al., "Efficient object localization using convolutional networks", CVPR 2015, for rows; Klambauer et al.,
 * "Self-normalizing neural networks", NeurIPS 2017, for the affine form.
 *
 * @param share p in [0, 1]
 * @param scale of what is kept
 * @param shift added to what is kept
 * @param dropped in place of what is dropped
 * @param row elements that share a draw, which there is a whole number of times
 * @param again whether the state is the next one of the draw that is repeated, and no other one is given
 */
public record Dropout(double share, double scale, double shift, double dropped, long row, boolean again)
        implements Routine {
    private static final String NAME = "dropout";
    private static final String ELEMENTS = "dropout_elements";
    private static final String ROWS = "dropout_rows";

    /** @throws IllegalArgumentException if an attribute is out of its range */
    public Dropout {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(NAME + ": the share is in [0, 1], got " + share);
        }
        if (row < 1) {
            throw new IllegalArgumentException(NAME + ": a row has 1 element or more, got " + row);
        }
        if (!Double.isFinite(scale) || !Double.isFinite(shift) || !Double.isFinite(dropped)) {
            throw new IllegalArgumentException(
                    NAME + ": scale, shift and constant are finite, got " + scale + ", " + shift + ", " + dropped);
        }
    }

    /** Zeros for a share p, and 1/(1 − p) times what is kept, so that the mean stays; row by row. */
    public static Dropout of(double share, long row) {
        return new Dropout(share, share == 1 ? 0 : 1 / (1 - share), 0, 0, row, false);
    }

    /**
     * What keeps mean 0 and variance 1, behind SELU: what is dropped becomes α' = −λα, SELU's limit, then all is a·x + b.
     *
     * @param share p; for 1 all is 0
     */
    public static Dropout alpha(double share) {
        if (share == 1) {
            return of(1, 1);
        }
        double limit = -1.7580993408473766;
        double a = 1 / Math.sqrt((1 - share) * (1 + share * limit * limit));
        double b = -a * limit * share;
        return new Dropout(share, a, b, a * limit + b, 1, false);
    }

    /** The routine of the gradient, given dy and the next state. */
    public Dropout backward() {
        return new Dropout(share, scale, 0, 0, row, true);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Inputs.checkCount(NAME, in, 2);
        TensorSpec x = in.get(0);
        if (!x.dtype().isFloat()) {
            throw new MismatchException(NAME, "x", "a floating-point type", x.toString());
        }
        if (x.elements() % row != 0) {
            throw new MismatchException(NAME, "x", "a multiple of " + row + " elements", x.toString());
        }
        Philox.checkState(NAME, in.get(1));
        TensorSpec y = TensorSpec.of(x.dtype(), x.shape());
        return again ? List.of(y) : List.of(y, Philox.STATE);
    }

    private long blocks(long elements) {
        return (elements / row + 3) / 4;
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        double[] x = args.in(0).doubles();
        long[] state = args.in(1).longs();
        long blocks = blocks(x.length);
        long[] drawn = {state[0], again ? state[1] - blocks : state[1]};
        double[] y = new double[x.length];
        exec.each(y.length, i -> {
            boolean drops = Philox.word(drawn, i / row) < Philox.threshold(share);
            y[(int) i] = drops ? dropped : scale * x[(int) i] + shift;
        });
        args.out(0).set(y);
        if (!again) {
            args.out(1).set(new long[] {state[0], state[1] + blocks});
        }
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(ELEMENTS, in -> row == 1, this::planElements),
                new KernelVariant(ROWS, this::planRows));
    }

    private void planElements(PlanBuilder plan) {
        KernelFile file = plan.open(ELEMENTS, Map.of("blocks", blocks(plan.in(0).elements())));
        launch(plan, file).add();
    }

    private void planRows(PlanBuilder plan) {
        KernelFile file = plan.open(ROWS, Map.of("rows", plan.in(0).elements() / row, "columns", row));
        launch(plan, file).int64(row).add();
    }

    /** With all arguments that both kernels have. */
    private KernelFile.LaunchBuilder launch(PlanBuilder plan, KernelFile file) {
        DType dtype = plan.in(0).dtype();
        long n = plan.in(0).elements();
        KernelFile.LaunchBuilder launch = file.real(dtype)
                .define("AGAIN", again)
                .define("AFFINE", shift != 0)
                .launch()
                .buffer(plan.dense(0), dtype)
                .buffer(plan.dense(1), DType.I64)
                .buffer(plan.denseOut(0), dtype);
        if (!again) {
            launch.buffer(plan.denseOut(1), DType.I64);
        }
        return launch.int64(n)
                .int64(blocks(n))
                .int64(again ? blocks(n) : 0)
                .int64(Philox.threshold(share))
                .real(scale, dtype)
                .real(shift, dtype)
                .real(dropped, dtype);
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of((shift == 0 ? 1 : 2) * in.get(0).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        TensorSpec x = TensorSpec.of(DType.F32, 6);
        return SampleSpace.of(NAME)
                .values("dtype", DType.floats().toArray())
                .sizes("draws", 1, 3, 4, 5, 0, 15, 16, 17, 65, 257)
                .sizes("row", 1, 2, 7, 8, 9, 33)
                .values("share", 0.5, 0.1, 0.0, 1.0)
                .flag("affine")
                .flag("again")
                .values("domain", Domain.standard(), new Domain.Special())
                .values("state", Philox.STATES)
                .refuses("integers", of(0.5, 1), List.of(TensorSpec.of(DType.I32, 6), Philox.STATE), "floating-point")
                .refuses("part of a row", of(0.5, 4), List.of(x, Philox.STATE), "a multiple of 4 elements")
                .refuses("no state", of(0.5, 1), List.of(x), "needs 2 tensors")
                .refuses("a state of one", of(0.5, 1), List.of(x, TensorSpec.of(DType.I64, 1)), "state needs i64[2]")
                .sample(choice -> {
                    double share = choice.value("share", Double.class);
                    long row = choice.size("row");
                    Dropout plain = of(share, row);
                    Dropout affine = new Dropout(share, plain.scale, 0.3, -0.7, row, false);
                    Dropout drawn = choice.flag("affine") ? affine : plain;
                    boolean again = choice.flag("again");
                    Dropout routine = new Dropout(share, drawn.scale, drawn.shift, drawn.dropped, row, again);
                    DType dtype = choice.value("dtype", DType.class);
                    return new Sample(
                            routine,
                            List.of(TensorSpec.of(dtype, choice.size("draws"), row), Philox.STATE),
                            List.of(choice.value("domain", Domain.class), choice.value("state", Domain.class)),
                            routine::bounds);
                });
    }

    /** See above; what is denormal may be flushed to 0 where it is multiplied. */
    private double[] bounds(int output, DType dtype, List<HostArray> in, double[] expected) {
        double[] bounds = new double[expected.length];
        if (output == 0) {
            double u = dtype.unitRoundoff();
            double tiny = dtype == DType.F64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
            double[] x = in.get(0).doubles();
            for (int i = 0; i < bounds.length; i++) {
                double kept = Double.isFinite(x[i]) ? Math.abs(scale * x[i]) : 0;
                double terms = kept + Math.abs(shift) + Math.abs(dropped);
                bounds[i] = Double.isFinite(expected[i]) ? 4 * u * terms + tiny * scale : 0;
            }
        }
        return bounds;
    }
}
