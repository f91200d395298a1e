package org.clgrad.engine.routine.recurrent;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The gradient of {@link LstmSequence}: from the step taken last to the first, {@link LstmCellBackward} without peepholes, which gives
 * da[t] and dc, and dh = da[t]·W_hh for the step before.
 *
 * <p>Inputs: the gradients dy of the results of all steps [T,N,H], and those of the last states, dh and dc [N,H]; the gates' values of
 * all steps [T,N,4H] and c [T+1,N,H], as the forward routine gave them; W_hh [4H,H]. Outputs: da [T,N,4H], which is the gradient of gx,
 * and with which those of weights and biases are sums over steps and sequences; and the gradients of the first states, dh₀ and dc₀ [N,H].
 *
 * <p>Layout: any strides; dy is used where it lies if its rows are dense, so that one row may stand for all.
 *
 * <p>NaN and infinities as the formulas say. Empty batches and states: nothing to do. The error of a step is that of {@link
 * LstmCellBackward} and (4H + 2)·u·Σ|terms| of a product; it goes on to the step before as the gradient itself does.
 *
 * @param reverse whether the last step was taken first
 */
public record LstmSequenceBackward(boolean reverse) implements Routine {
    static final String NAME = "lstm_sequence_backward";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 6) {
            throw new MismatchException(NAME, "the list of inputs", "6 tensors", in.toString());
        }
        CellSizes sizes = CellSizes.of(NAME, "gradient of the cell", in.get(2))
                .checkMatrix("gradient of the state", in.get(1), 1);
        long steps = sizes.checkSteps("gradient of the results", in.get(0), 1);
        sizes.checkSteps("gates", in.get(3), 4, steps);
        sizes.checkSteps("cells", in.get(4), 1, steps + 1);
        sizes.checkRecurrent(in.get(5), 4);
        return List.of(sizes.steps(steps, 4), sizes.matrix(1), sizes.matrix(1));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        LstmSequenceReference.backward(reverse, exec, args);
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant("lstm_sequence_backward_rows", plan -> LstmSequencePlans.backwardRows(this, plan)),
                new KernelVariant("lstm_sequence_backward_group", plan -> LstmSequencePlans.backwardGroup(this, plan)));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(Math.multiplyExact(in.get(0).elements(), 8 * in.get(5).size(1) + 40), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return LstmSequenceSamples.backward();
    }
}
