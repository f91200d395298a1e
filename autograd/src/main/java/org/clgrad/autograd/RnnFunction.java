package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;

/**
 * A layer of plain recurrent cells: h' = tanh(a) or max(a, 0) with a = W_ih·x + b_ih + W_hh·h + b_hh; da = dh'∘(1 − h'²), or
 * dh' where h' &gt; 0. State: h [N,H]. A step's cell is one pointwise kernel each way.
 */
final class RnnFunction extends RecurrentFunction {
    private final Nonlinearity nonlinearity;
    private final Pointwise cell;
    private final Pointwise cellBackward;

    RnnFunction(Nonlinearity nonlinearity, RecurrentRun how) {
        super(1, how);
        this.nonlinearity = nonlinearity;
        Expr inputSum = Expr.add(Expr.input(0), Expr.input(2));
        Expr recurrentSum = Expr.add(Expr.input(1), Expr.input(3));
        this.cell = Pointwise.of("rnn_cell", nonlinearity.of(Expr.add(inputSum, recurrentSum)));
        this.cellBackward = Pointwise.of(
                "rnn_cell_backward", nonlinearity.back(Expr.add(Expr.input(0), Expr.input(1)), Expr.input(2)));
    }

    /** Its cell, for layers of them. */
    static RecurrentLayers.Cell cell(Nonlinearity nonlinearity) {
        return new RecurrentLayers.Cell(1, (weights, how) -> new RnnFunction(nonlinearity, how));
    }

    @Override
    public String name() {
        return "rnn";
    }

    @Override
    List<Steps> kept(List<Tensor> in, long steps) {
        return List.of();
    }

    @Override
    void step(List<Tensor> in, TensorData product, StepViews at) {
        Tensor recurrent = call(TRANSPOSED, at.before().get(0), in.get(W_HH).data());
        TensorData inputBias = in.get(B_IH).data();
        TensorData recurrentBias = in.get(B_HH).data();
        run(
                cell,
                List.of(product, recurrent.data(), inputBias, recurrentBias),
                at.after().get(0));
    }

    @Override
    List<Steps> sums(List<Tensor> in, long steps) {
        Tensor h = in.get(H0);
        return List.of(Steps.like(h, steps, h.size(0), h.size(1)));
    }

    @Override
    void stepBack(List<Tensor> in, TensorData dy, List<Tensor> gradients, StepViews at) {
        TensorData dh = gradients.get(0).data();
        TensorData sum = at.sums().get(0);
        run(cellBackward, List.of(dy, dh, at.after().get(0)), sum);
        run(PRODUCT, List.of(sum, in.get(W_HH).data()), dh);
    }

    @Override
    List<Tensor> plainStep(List<Tensor> in, Tensor product, List<Tensor> states) {
        Tensor recurrent = states.get(0).matmul(in.get(W_HH).t()).add(in.get(B_HH));
        return List.of(nonlinearity.of(product.add(in.get(B_IH)).add(recurrent)));
    }
}
