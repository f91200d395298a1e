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
 * The gradient of {@link LstmCell}. With dh' = dy + dh, what the step's result and the next step send, t = tanh(c') and da
 * the gradients of the gates' sums:
 *
 * <pre>{@code
 * daₒ = dh'∘t∘o∘(1 − o)             δ  = dc' + dh'∘o∘(1 − t²) + pₒ∘daₒ
 * daᵢ = δ∘g∘i∘(1 − i)               da_f = δ∘c∘f∘(1 − f)               da_g = δ∘i∘(1 − g²)
 * dc  = δ∘f + pᵢ∘daᵢ + p_f∘da_f
 * }</pre>
 *
 * <p>Inputs: dy, dh and dc' [N,H]; the gates' values [N,4H], as the forward routine gave them; c and c' [N,H]; with
 * peepholes p [3H]. Outputs: da [N,4H], which is the gradient of gx, of gh and, summed over the rows, of the biases; and dc [N,H].
 * That of p is a sum of da∘c over rows and steps, which is the caller's.
 *
 * <p>Layout: any strides; matrices whose rows are dense are used where they lie. dc may be dc' itself, in the same layout.
 *
 * <p>NaN and infinities as the formulas say, each element by itself. Empty: nothing to do. The error is at most 40u times
 * the formula's value with all terms taken as magnitudes.
 *
 * <p>Source: as {@link LstmCell}.
 *
 * @param peephole whether the gates see the cell
 */
public record LstmCellBackward(boolean peephole) implements Routine {
    static final String NAME = "lstm_cell_backward";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        int inputs = peephole ? 7 : 6;
        if (in.size() != inputs) {
            throw new MismatchException(NAME, "the list of inputs", inputs + " tensors", in.toString());
        }
        CellSizes sizes = CellSizes.of(NAME, "cell before", in.get(4))
                .checkMatrix("gradient of the result", in.get(0), 1)
                .checkMatrix("gradient of the state", in.get(1), 1)
                .checkMatrix("gradient of the cell", in.get(2), 1)
                .checkMatrix("gates", in.get(3), 4)
                .checkMatrix("cell after", in.get(5), 1);
        if (peephole) {
            sizes.checkVector("peephole", in.get(6), 3);
        }
        return List.of(sizes.matrix(4), sizes.matrix(1));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        LstmReference.backward(peephole, exec, args);
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant("lstm_cell_backward_rows", this::plan),
                new KernelVariant("lstm_cell_backward_items", this::plan));
    }

    private void plan(PlanBuilder plan) {
        CellLaunch launch = CellLaunch.open(plan, CellSizes.of(NAME, "cell before", plan.in(4)), "PEEPHOLE", peephole)
                .matrices(0, 1, 2, 3, 4, 5);
        (peephole ? launch.vectors(6) : launch).outputs(2).add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(40 * in.get(4).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return LstmSamples.backward();
    }
}
