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
 * One step of a long short-term memory, given its matrix products. With a = gx + bx + gh + bh cut into four parts:
 *
 * <pre>{@code
 * i = σ(aᵢ + pᵢ∘c)     f = σ(a_f + p_f∘c)     g = tanh(a_g)
 * c' = f∘c + i∘g       o = σ(aₒ + pₒ∘c')      h' = o∘tanh(c')
 * }</pre>
 *
 * <p>Inputs: gx = x·W_ihᵀ and gh = h·W_hhᵀ [N,4H], bx and bh [4H], c [N,H], and with peepholes p [3H], all of one floating-point
 * type. Outputs: h' [N,H], c' [N,H], and the gates' values [N,4H], which the gradient needs.
 *
 * <p>Layout: any strides; matrices whose rows are dense are used where they lie. c' may be c itself, in the same layout.
 * Parts are in PyTorch's order i, f, g, o, the peepholes' in the order i, f, o. ONNX has the parts in the order i, o, f, c
 * (its c is g here) and the peepholes in the order i, o, f.
 *
 * <p>NaN and infinities as the formulas say, each element by itself: σ(±∞) is 1 or 0. Empty: nothing to do.
 *
 * <p>Each element is rounded at each operation; the error of a gate is at most that of its sum, (4u·Σ|terms|)·¼ of a
 * sigmoid, and 12u or 10u of the function itself.
 *
 * <p>Source: Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 1997; Gers, Schraudolph and
 * Schmidhuber, "Learning precise timing with LSTM recurrent networks", JMLR 2002, §3, for the peepholes.
 *
 * @param peephole whether the gates see the cell
 */
public record LstmCell(boolean peephole) implements Routine {
    static final String NAME = "lstm_cell";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        int inputs = peephole ? 6 : 5;
        if (in.size() != inputs) {
            throw new MismatchException(NAME, "the list of inputs", inputs + " tensors", in.toString());
        }
        CellSizes sizes = CellSizes.of(NAME, "cell", in.get(4))
                .checkMatrix("input product", in.get(0), 4)
                .checkMatrix("recurrent product", in.get(1), 4)
                .checkVector("input bias", in.get(2), 4)
                .checkVector("recurrent bias", in.get(3), 4);
        if (peephole) {
            sizes.checkVector("peephole", in.get(5), 3);
        }
        return List.of(sizes.matrix(1), sizes.matrix(1), sizes.matrix(4));
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        LstmReference.forward(peephole, exec, args);
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant("lstm_cell_rows", this::plan), new KernelVariant("lstm_cell_items", this::plan));
    }

    private void plan(PlanBuilder plan) {
        CellLaunch launch = CellLaunch.open(plan, CellSizes.of(NAME, "cell", plan.in(4)), "PEEPHOLE", peephole)
                .matrices(0, 1, 4)
                .vectors(2, 3);
        (peephole ? launch.vectors(5) : launch).outputs(3).add();
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(40 * in.get(4).elements(), in, infer(in));
    }

    /** What it is tried on. */
    public static SampleSpace samples() {
        return LstmSamples.forward();
    }
}
