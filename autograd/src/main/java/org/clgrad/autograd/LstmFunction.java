package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.pointwise.UnaryOp;
import org.clgrad.engine.routine.recurrent.LstmCell;
import org.clgrad.engine.routine.recurrent.LstmCellBackward;
import org.clgrad.engine.routine.recurrent.LstmSequence;
import org.clgrad.engine.routine.recurrent.LstmSequenceBackward;
import org.jspecify.annotations.Nullable;

/**
 * A layer of long short-term memories; the formulas of a step and of its gradient are those of {@link LstmCell} and {@link
 * LstmCellBackward}. States: h [N,P] and c [N,H].
 *
 * <p>With a projection, the step's result m = o∘tanh(c) goes on as h = m·W_hrᵀ; then dm = dh·W_hr and dW_hr = Σ dhᵀ·m over all
 * steps. With peepholes dp = Σ daᵢ∘c, Σ da_f∘c and Σ daₒ∘c' over steps and sequences.
 */
final class LstmFunction extends RecurrentFunction {
    private static final int C0 = H0 + 1;
    private static final int PARTS = 4;
    private static final Pointwise RESULT =
            Pointwise.of("lstm_result", Expr.mul(Expr.input(0), Expr.unary(UnaryOp.TANH, Expr.input(1))));

    /** Its cell, for layers of them. */
    static final RecurrentLayers.Cell CELL = new RecurrentLayers.Cell(
            PARTS, (w, how) -> new LstmFunction(w.projection() != null, w.peephole() != null, how));

    private final boolean projected;
    private final boolean peephole;

    /** Inputs beside those of every cell: c₀, then W_hr if it is projected, then the peepholes if it has any. */
    LstmFunction(boolean projected, boolean peephole, RecurrentRun how) {
        super(2, how);
        this.projected = projected;
        this.peephole = peephole;
    }

    @Override
    public String name() {
        return "lstm";
    }

    private static Tensor projection(List<Tensor> in) {
        return in.get(C0 + 1);
    }

    private static Tensor peepholes(List<Tensor> in) {
        return in.get(in.size() - 1);
    }

    private static long hidden(List<Tensor> in) {
        return in.get(C0).size(1);
    }

    @Override
    List<Steps> kept(List<Tensor> in, long steps) {
        Tensor cell = in.get(C0);
        return List.of(Steps.like(cell, steps, cell.size(0), PARTS * hidden(in)));
    }

    @Override
    void step(List<Tensor> in, TensorData product, StepViews at) {
        Tensor recurrent = call(TRANSPOSED, at.before().get(0), in.get(W_HH).data());
        List<TensorData> operands = new ArrayList<>(List.of(
                product,
                recurrent.data(),
                in.get(B_IH).data(),
                in.get(B_HH).data(),
                at.before().get(1)));
        if (peephole) {
            operands.add(peepholes(in).data());
        }
        TensorData cell = at.after().get(1);
        TensorData result = projected ? empty(cell).data() : at.after().get(0);
        run(new LstmCell(peephole), operands, result, cell, at.kept().get(0));
        if (projected) {
            run(TRANSPOSED, List.of(result, projection(in).data()), at.after().get(0));
        }
    }

    /** Without projection and peepholes, the whole sequence is a routine; its batch must be worth sharing out. */
    private boolean isOneRoutine(List<Tensor> in) {
        Tensor cell = in.get(C0);
        return !projected && !peephole && LstmSequence.pays(cell.device().capabilities(), cell.size(0));
    }

    @Override
    boolean sequence(List<Tensor> in, Tensor products, List<Steps> states, List<Steps> kept) {
        if (!isOneRoutine(in)) {
            return false;
        }
        List<TensorData> operands = Stream.of(
                        products, in.get(W_HH), in.get(B_IH), in.get(B_HH), in.get(H0), in.get(C0))
                .map(Tensor::data)
                .toList();
        run(
                new LstmSequence(how().reverse(), how().keeps()),
                operands,
                states.get(0).all().data(),
                states.get(1).all().data(),
                kept.get(0).all().data());
        return true;
    }

    @Override
    boolean sequenceBack(
            List<Tensor> in,
            TensorData dy,
            List<Tensor> gradients,
            List<Tensor> states,
            List<Tensor> kept,
            List<Steps> sums) {
        if (!isOneRoutine(in)) {
            return false;
        }
        List<Tensor> last = gradients.stream().map(Tensor::copy).toList();
        List<TensorData> operands = List.of(
                dy,
                last.get(0).data(),
                last.get(1).data(),
                kept.get(0).data(),
                states.get(1).data(),
                in.get(W_HH).data());
        run(
                new LstmSequenceBackward(how().reverse()),
                operands,
                sums.get(0).all().data(),
                gradients.get(0).data(),
                gradients.get(1).data());
        return true;
    }

    @Override
    List<Steps> sums(List<Tensor> in, long steps) {
        Steps gates = kept(in, steps).get(0);
        Tensor h = in.get(H0);
        return projected ? List.of(gates, Steps.like(h, steps, h.size(0), h.size(1)), gates) : List.of(gates);
    }

    @Override
    void stepBack(List<Tensor> in, TensorData dy, List<Tensor> gradients, StepViews at) {
        TensorData dh = gradients.get(0).data();
        TensorData dc = gradients.get(1).data();
        List<TensorData> operands = new ArrayList<>();
        if (projected) {
            TensorData whole = at.sums().get(1);
            run(ADD, List.of(dh, dy), whole);
            TensorData result = call(PRODUCT, whole, projection(in).data()).data();
            operands.addAll(List.of(result, nothing(result)));
        } else {
            operands.addAll(List.of(dy, dh));
        }
        operands.addAll(
                List.of(dc, at.kept().get(0), at.before().get(1), at.after().get(1)));
        if (peephole) {
            operands.add(peepholes(in).data());
        }
        run(new LstmCellBackward(peephole), operands, at.sums().get(0), dc);
        run(PRODUCT, List.of(at.sums().get(0), in.get(W_HH).data()), dh);
    }

    @Override
    List<@Nullable Tensor> furtherGradients(List<Tensor> in, StateViews cells, List<Tensor> kept, List<Steps> sums) {
        List<@Nullable Tensor> gradients = new ArrayList<>();
        long hidden = hidden(in);
        if (projected) {
            Tensor output = kept.get(0).narrow(2, 3 * hidden, hidden);
            gradients.add(needs(C0 + 1) ? overSteps(sums.get(1).all(), output.apply(RESULT, cells.after())) : null);
        }
        if (peephole) {
            gradients.add(needs(in.size() - 1) ? peepholeGradient(sums.get(0).all(), cells, hidden) : null);
        }
        return gradients;
    }

    private static Tensor peepholeGradient(Tensor sums, StateViews cells, long hidden) {
        return TensorShapes.concat(
                0,
                sums.narrow(2, 0, hidden).mul(cells.before()).sum(false, 0, 1),
                sums.narrow(2, hidden, hidden).mul(cells.before()).sum(false, 0, 1),
                sums.narrow(2, 3 * hidden, hidden).mul(cells.after()).sum(false, 0, 1));
    }

    @Override
    List<Tensor> plainStep(List<Tensor> in, Tensor product, List<Tensor> states) {
        long hidden = hidden(in);
        Tensor before = states.get(1);
        Tensor a = product.add(in.get(B_IH))
                .add(states.get(0).matmul(in.get(W_HH).t()).add(in.get(B_HH)));
        Tensor i = seeing(in, 0, before, a.narrow(1, 0, hidden)).sigmoid();
        Tensor f = seeing(in, 1, before, a.narrow(1, hidden, hidden)).sigmoid();
        Tensor g = a.narrow(1, 2 * hidden, hidden).tanh();
        Tensor after = f.mul(before).add(i.mul(g));
        Tensor o = seeing(in, 2, after, a.narrow(1, 3 * hidden, hidden)).sigmoid();
        Tensor result = o.mul(after.tanh());
        return List.of(projected ? result.matmul(projection(in).t()) : result, after);
    }

    /** a + p∘c for a part of the peepholes. */
    private Tensor seeing(List<Tensor> in, int part, Tensor cell, Tensor a) {
        long hidden = hidden(in);
        return peephole ? a.add(peepholes(in).narrow(0, part * hidden, hidden).mul(cell)) : a;
    }
}
