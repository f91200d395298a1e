package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.pointwise.UnaryOp;
import org.clgrad.engine.routine.recurrent.GruCell;
import org.clgrad.engine.routine.recurrent.GruCellBackward;

/**
 * A layer of gated recurrent units; the formulas of a step and of its gradient are those of {@link GruCell} and {@link
 * GruCellBackward}. State: h [N,H].
 *
 * <p>If the reset comes before the product, a step has two products, W_rz·h and Wₙ·(r∘h). Then, with s = Wₙᵀ·daₙ the gradient
 * of r∘h, daᵣ = s∘h∘r∘(1 − r), dh = dh'∘z + s∘r + W_rzᵀ·da_rz, and dWₙ = Σ daₙᵀ·(r∘h) over all steps.
 */
final class GruFunction extends RecurrentFunction {
    private static final int PARTS = 3;
    private static final Expr RESET_SUM =
            Expr.add(Expr.add(Expr.input(0), Expr.input(1)), Expr.add(Expr.input(2), Expr.input(3)));
    /** r∘h from the parts of the sum, and h. */
    private static final Pointwise RESET =
            Pointwise.of("gru_reset", Expr.mul(Expr.unary(UnaryOp.SIGMOID, RESET_SUM), Expr.input(4)));
    /** daᵣ from s, h and r. */
    private static final Pointwise RESET_BACKWARD = Pointwise.of(
            "gru_reset_backward",
            Expr.mul(
                    Expr.mul(Expr.input(0), Expr.input(1)),
                    Expr.mul(Expr.input(2), Expr.sub(Expr.constant(1), Expr.input(2)))));
    /** a + s∘r. */
    private static final Pointwise ADD_PRODUCT =
            Pointwise.of("add_product", new Expr.Fma(Expr.input(1), Expr.input(2), Expr.input(0)));

    private final boolean resetAfter;

    GruFunction(boolean resetAfter, RecurrentRun how) {
        super(1, how);
        this.resetAfter = resetAfter;
    }

    /** Its cell, for layers of them. */
    static RecurrentLayers.Cell cell(boolean resetAfter) {
        return new RecurrentLayers.Cell(PARTS, (weights, how) -> new GruFunction(resetAfter, how));
    }

    @Override
    public String name() {
        return "gru";
    }

    /** The columns of some parts of a matrix. */
    private static TensorData parts(TensorData matrix, long hidden, int first, int count) {
        return Slice.part(matrix, 1, first * hidden, count * hidden, 1);
    }

    /** The rows of some parts of a weight, or the numbers of a bias. */
    private static TensorData rows(Tensor weight, int first, int count) {
        long hidden = weight.size(0) / PARTS;
        return Slice.part(weight.data(), 0, first * hidden, count * hidden, 1);
    }

    /** The gates, and what is reset where that comes before the product. */
    @Override
    List<Steps> kept(List<Tensor> in, long steps) {
        Tensor h = in.get(H0);
        Steps gates = Steps.like(h, steps, h.size(0), 4 * h.size(1));
        return resetAfter ? List.of(gates) : List.of(gates, Steps.like(h, steps, h.size(0), h.size(1)));
    }

    @Override
    void step(List<Tensor> in, TensorData product, StepViews at) {
        TensorData h = at.before().get(0);
        long hidden = h.spec().size(1);
        TensorData gates;
        TensorData candidate;
        if (resetAfter) {
            TensorData all = call(TRANSPOSED, h, in.get(W_HH).data()).data();
            gates = parts(all, hidden, 0, 2);
            candidate = parts(all, hidden, 2, 1);
        } else {
            gates = call(TRANSPOSED, h, rows(in.get(W_HH), 0, 2)).data();
            TensorData reset = at.kept().get(1);
            List<TensorData> sum = List.of(
                    parts(product, hidden, 0, 1),
                    parts(gates, hidden, 0, 1),
                    rows(in.get(B_IH), 0, 1),
                    rows(in.get(B_HH), 0, 1),
                    h);
            run(RESET, sum, reset);
            candidate = call(TRANSPOSED, reset, rows(in.get(W_HH), 2, 1)).data();
        }
        List<TensorData> operands = List.of(
                product, gates, candidate, in.get(B_IH).data(), in.get(B_HH).data(), h);
        run(new GruCell(resetAfter), operands, at.after().get(0), at.kept().get(0));
    }

    /** If the reset comes before the product, both have the same gradient, and a step's copy of it is used for nothing. */
    @Override
    List<Steps> sums(List<Tensor> in, long steps) {
        Tensor h = in.get(H0);
        Steps inputs = Steps.like(h, steps, h.size(0), PARTS * h.size(1));
        Steps recurrent = Steps.like(h, resetAfter ? steps : 1, h.size(0), PARTS * h.size(1));
        return resetAfter ? List.of(inputs, recurrent) : List.of(inputs, recurrent, inputs);
    }

    @Override
    void stepBack(List<Tensor> in, TensorData dy, List<Tensor> gradients, StepViews at) {
        TensorData dh = gradients.get(0).data();
        TensorData h = at.before().get(0);
        TensorData gates = at.kept().get(0);
        TensorData direct = empty(dh).data();
        TensorData inputs = at.sums().get(0);
        TensorData recurrent = at.sums().get(1);
        run(new GruCellBackward(resetAfter), List.of(dy, dh, gates, h), inputs, recurrent, direct);
        if (resetAfter) {
            run(PRODUCT, List.of(recurrent, in.get(W_HH).data()), dh);
        } else {
            long hidden = h.spec().size(1);
            TensorData reset = parts(gates, hidden, 0, 1);
            TensorData sent = call(PRODUCT, parts(inputs, hidden, 2, 1), rows(in.get(W_HH), 2, 1))
                    .data();
            run(RESET_BACKWARD, List.of(sent, h, reset), parts(inputs, hidden, 0, 1));
            run(ADD_PRODUCT, List.of(direct, sent, reset), direct);
            run(PRODUCT, List.of(parts(inputs, hidden, 0, 2), rows(in.get(W_HH), 0, 2)), dh);
        }
        run(ADD, List.of(dh, direct), dh);
    }

    @Override
    Tensor recurrentWeightGradient(Tensor before, List<Tensor> kept, List<Steps> sums) {
        if (resetAfter) {
            return super.recurrentWeightGradient(before, kept, sums);
        }
        Tensor all = sums.get(0).all();
        long hidden = before.size(2);
        return TensorShapes.concat(
                0,
                overSteps(all.narrow(2, 0, 2 * hidden), before),
                overSteps(all.narrow(2, 2 * hidden, hidden), kept.get(1)));
    }

    @Override
    List<Tensor> plainStep(List<Tensor> in, Tensor product, List<Tensor> states) {
        Tensor h = states.get(0);
        long hidden = h.size(1);
        Tensor weight = in.get(W_HH);
        Tensor bias = in.get(B_HH);
        Tensor inputs = product.add(in.get(B_IH));
        Tensor gates = inputs.narrow(1, 0, 2 * hidden)
                .add(h.matmul(weight.narrow(0, 0, 2 * hidden).t()))
                .add(bias.narrow(0, 0, 2 * hidden))
                .sigmoid();
        Tensor r = gates.narrow(1, 0, hidden);
        Tensor z = gates.narrow(1, hidden, hidden);
        Tensor candidate = (resetAfter ? h : r.mul(h))
                .matmul(weight.narrow(0, 2 * hidden, hidden).t())
                .add(bias.narrow(0, 2 * hidden, hidden));
        Tensor n = inputs.narrow(1, 2 * hidden, hidden)
                .add(resetAfter ? r.mul(candidate) : candidate)
                .tanh();
        return List.of(n.add(z.mul(h.sub(n))));
    }
}
