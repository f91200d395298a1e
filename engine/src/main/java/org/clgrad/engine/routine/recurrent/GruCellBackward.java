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
 * The gradient of {@link GruCell}. With dh' = dy + dh, what the step's result and the next step send, and da the gradients of
 * the gates' sums:
 *
 * <pre>{@code
 * daₙ = dh'∘(1 − z)∘(1 − n²)     da_z = dh'∘(h − n)∘z∘(1 − z)
 * daᵣ = daₙ∘q∘r∘(1 − r), dq = daₙ∘r if the reset comes after the product; else daᵣ = 0, dq = daₙ
 * }</pre>
 *
 * <p>Inputs: dy and dh [N,H]; r, z, n and q [N,4H], as the forward routine gave them; h [N,H]. Outputs: daᵣ, da_z and daₙ
 * [N,3H], the gradient of gx; daᵣ, da_z and dq [N,3H], that of the recurrent products; dh'∘z [N,H], that of h itself.
 *
 * <p>Layout: any strides; matrices whose rows are dense are used where they lie.
 *
 * <p>NaN and infinities as the formulas say, each element by itself. Empty: nothing to do. The error is at most 20u times
 * the formula's value with all terms taken as magnitudes.
 *
 * <p>Source: as {@link GruCell}.
 *
 * @param resetAfter whether the reset gate is applied after the recurrent product
 */
public record GruCellBackward(boolean resetAfter) implements Routine {
    static final String NAME = "gru_cell_backward";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 4) {
            throw new MismatchException(NAME, "the list of inputs", "4 tensors", in.toString());
        }
        CellSizes sizes = CellSizes.of(NAME, "state", in.get(3))
                .checkMatrix("gradient of the result", in.get(0), 1)
                .checkMatrix("gradient of the state", in.get(1), 1)
                .checkMatrix("gates", in.get(2), 4);
        return List.of(sizes.matrix(3), sizes.matrix(3), sizes.matrix(1));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        GruReference.backward(resetAfter, exec, args);
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant("gru_cell_backward_rows", this::plan),
                new KernelVariant("gru_cell_backward_items", this::plan));
    }

    private void plan(PlanBuilder plan) {
        CellLaunch.open(plan, CellSizes.of(NAME, "state", plan.in(3)), "RESET_AFTER", resetAfter)
                .matrices(0, 1, 2, 3)
                .outputs(3)
                .add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(18 * in.get(3).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return GruSamples.backward();
    }
}
