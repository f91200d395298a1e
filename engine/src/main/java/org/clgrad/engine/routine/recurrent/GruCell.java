package org.clgrad.engine.routine.recurrent;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * One step of a gated recurrent unit, given its matrix products. With gx, bx and bh cut into three parts:
 *
 * <pre>{@code
 * r = σ(gxᵣ + bxᵣ + ghᵣ + bhᵣ)     z = σ(gx_z + bx_z + gh_z + bh_z)     q = ghₙ + bhₙ
 * n = tanh(gxₙ + bxₙ + r∘q), or tanh(gxₙ + bxₙ + q)     h' = (1 − z)∘n + z∘h
 * }</pre>
 *
 * <p>PyTorch resets after the product: ghₙ = Wₙ·h, and r is applied here. Where the reset comes before it, as in the paper, in
 * ONNX with {@code linear_before_reset = 0} and in Keras with {@code reset_after=False}, ghₙ = Wₙ·(r∘h), and this step does
 * not depend on r but through ghₙ.
 *
 * <p>Inputs: gx = x·W_ihᵀ [N,3H], ghᵣ and gh_z side by side [N,2H], ghₙ [N,H], bx and bh [3H], h [N,H], all of one
 * floating-point type. Outputs: h' [N,H], and r, z, n and q [N,4H], which the gradient needs.
 *
 * <p>Layout: any strides; matrices whose rows are dense are used where they lie. Parts are in PyTorch's order r, z, n; ONNX
 * and Keras have z, r, h.
 *
 * <p>NaN and infinities as the formulas say, each element by itself: σ(±∞) is 1 or 0. Empty: nothing to do.
 *
 * <p>Each element is rounded at each operation; the error of a gate is at most that of its sum, (4u·Σ|terms|)·¼ of a
 * sigmoid, and 12u or 10u of the function itself.
 *
 * <p>Source: Cho et al., "Learning phrase representations using RNN encoder–decoder for statistical machine translation",
 * EMNLP 2014, §2.3.
 *
 * @param resetAfter whether the reset gate is applied after the recurrent product
 */
public record GruCell(boolean resetAfter) implements Routine {
    static final String NAME = "gru_cell";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 6) {
            throw new MismatchException(NAME, "the list of inputs", "6 tensors", in.toString());
        }
        CellSizes sizes = CellSizes.of(NAME, "state", in.get(5))
                .checkMatrix("input product", in.get(0), 3)
                .checkMatrix("recurrent product of r and z", in.get(1), 2)
                .checkMatrix("recurrent product of n", in.get(2), 1)
                .checkVector("input bias", in.get(3), 3)
                .checkVector("recurrent bias", in.get(4), 3);
        return List.of(sizes.matrix(1), sizes.matrix(4));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        GruReference.forward(resetAfter, exec, args);
    }

    @Override
    public List<Variant> variants() {
        return List.of(new KernelVariant("gru_cell_rows", this::plan), new KernelVariant("gru_cell_items", this::plan));
    }

    private void plan(PlanBuilder plan) {
        CellLaunch.open(plan, CellSizes.of(NAME, "state", plan.in(5)), "RESET_AFTER", resetAfter)
                .matrices(0, 1, 2, 5)
                .vectors(3, 4)
                .outputs(2)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(36 * in.get(5).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return GruSamples.forward();
    }
}
