package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * y[i] = formula(x₀[i], x₁[i], …), broadcast.
 *
 * <p>dxₖ = dy·∂formula/∂xₖ, summed over the axes along which xₖ was repeated. The derivative of a formula is a formula,
 * so each gradient is one kernel, and is differentiable in the same way. Only inputs that occur in a derivative that
 * will be wanted are saved.
 */
final class PointwiseFunction extends SingleOutput {
    private final Pointwise routine;
    private final List<Shape> shapes = new ArrayList<>();
    private final List<Integer> savedInputs = new ArrayList<>();

    PointwiseFunction(Pointwise routine) {
        this.routine = routine;
    }

    @Override
    public String name() {
        return routine.name();
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        SortedSet<Integer> used = new TreeSet<>();
        for (int i = 0; i < in.size(); i++) {
            shapes.add(in.get(i).shape());
            if (in.get(i).requiresGrad()) {
                used.addAll(routine.formula().derivative(i).inputs());
            }
        }
        for (int i : used) {
            save(in.get(i));
            savedInputs.add(i);
        }
        return run(routine, in.toArray(new Tensor[0]));
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        List<@Nullable Tensor> gradients = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            gradients.add(needs(i) ? gradient(i, dy).sumTo(shapes.get(i)) : null);
        }
        return gradients;
    }

    private Tensor gradient(int input, Tensor dy) {
        Expr derivative = routine.formula().derivative(input);
        if (derivative.equals(Expr.constant(1))) {
            return dy;
        }
        List<Integer> used = new ArrayList<>(derivative.inputs());
        List<Tensor> operands = new ArrayList<>();
        used.forEach(i -> operands.add(saved(savedInputs.indexOf(i))));
        Expr compact = derivative.replace(i -> Expr.input(used.indexOf(i)));
        if (operands.size() == Pointwise.MAX_ARITY) {
            // There is no room for dy: it is multiplied by in a kernel of its own.
            return formula("_derivative", compact, operands).mul(dy);
        }
        operands.add(dy);
        return formula("_backward", Expr.mul(compact, Expr.input(used.size())), operands);
    }

    private Tensor formula(String suffix, Expr formula, List<Tensor> operands) {
        Pointwise routine = new Pointwise(name() + suffix, formula, operands.size(), null);
        return new PointwiseFunction(routine).apply(operands.toArray(new Tensor[0]));
    }
}
