package org.clgrad.engine.routine.recurrent;

import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.Machine;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * A layer of long short-term memories over a whole sequence: for each step t, {@link LstmCell} without peepholes of gx[t] and
 * gh = h·W_hhᵀ, from the state before the step to that after it.
 *
 * <p>Inputs: gx = x·W_ihᵀ of all steps [T,N,4H], W_hh [4H,H], b_ih and b_hh [4H], the first states h₀ and c₀ [N,H], all of one
 * floating-point type; T is 1 at least. Outputs: h and c [T+1,N,H], the states before, between and after the steps, and the gates'
 * values [T,N,4H]. The state before step t is in place t, that after it in place t + 1, or the other way round in reverse.
 *
 * <p>Layout: any strides; what is not dense is copied, but for W_hh.
 *
 * <p>NaN and infinities as the cell has them; since a product meets all of a sequence's state, they spread over the sequence from
 * the step on, and to no other sequence. Empty batches and states: nothing to do.
 *
 * <p>Error: that of the products, (H + 2)·u·Σ|terms| with the errors of h taken along, goes through the cell's formulas at each
 * step; a state is rounded to its type at each step.
 *
 * <p>Source: as {@link LstmCell}.
 *
 * @param reverse whether the last step is taken first
 * @param keeps whether the gates of all steps are wanted; otherwise there is one step of them, those of the step taken last
 */
public record LstmSequence(boolean reverse, boolean keeps) implements Routine {
    static final String NAME = "lstm_sequence";

    /**
     * Whether it is worth a device's while to have it done in one: its processors share the sequences of the batch, and one that has
     * none waits. On GPUs a group has two sequences; from how many on that pays is not measured.
     *
     * @param sequences N
     */
    public static boolean pays(Capabilities device, long sequences) {
        long share = device.machine() == Machine.CPU ? 1 : 2;
        return sequences >= share * device.computeUnits();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        if (in.size() != 6) {
            throw new MismatchException(NAME, "the list of inputs", "6 tensors", in.toString());
        }
        CellSizes sizes = CellSizes.of(NAME, "first cell", in.get(5)).checkMatrix("first state", in.get(4), 1);
        long steps = sizes.checkSteps("input product", in.get(0), 4);
        sizes.checkVector("input bias", in.get(2), 4).checkVector("recurrent bias", in.get(3), 4);
        sizes.checkRecurrent(in.get(1), 4);
        TensorSpec states = sizes.steps(steps + 1, 1);
        return List.of(states, states, sizes.steps(keeps ? steps : 1, 4));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        LstmSequenceReference.forward(this, exec, args);
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant("lstm_sequence_rows", plan -> LstmSequencePlans.rows(this, plan)),
                new KernelVariant("lstm_sequence_group", plan -> LstmSequencePlans.group(this, plan)));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        long elements = in.get(0).elements() / 4;
        return Cost.of(Math.multiplyExact(elements, 8 * in.get(1).size(1) + 40), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return LstmSequenceSamples.forward();
    }
}
