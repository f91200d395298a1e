package org.clgrad.examples.derivatives;

import java.util.List;
import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.Gradients;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;

/**
 * Learning to learn: parameters from which one step of gradient descent does as well as possible on each of several tasks.
 * The gradient of what is left after that step goes back through the step itself.
 *
 * <p>The tasks are lines y = a·x + 1 with different slopes a; from each the model sees one point before its step. Where the
 * slope is unknown, the best start is the mean slope and the offset that they share.
 *
 * <p>Source: Finn, Abbeel, Levine, "Model-agnostic meta-learning for fast adaptation of deep networks", 2017, algorithm 1.
 */
public final class MetaLearning {
    private static final int STEPS = 300;
    private static final double INNER_RATE = 0.1;
    private static final double OUTER_RATE = 0.05;
    private static final double[] SLOPES = {-1, 0, 1, 4};

    private MetaLearning() {}

    /** Trains and prints the error after one step on a task. */
    public static void main(String[] args) {
        try (Scope scope = Scope.open()) {
            double[] errors = train();
            System.out.println("error after one step: " + errors[0] + ", from learnt parameters: " + errors[1]);
        }
    }

    /** The mean error over the tasks, each after one step: from parameters of 0, and from those that were learnt. */
    static double[] train() {
        Tensor parameters = Tensor.of(0, 0).requiresGrad(true);
        double before = error(parameters).item();
        for (int step = 0; step < STEPS; step++) {
            try (Scope inner = Scope.open()) {
                Tensor gradient = Gradients.of(error(parameters), List.of(parameters), false)
                        .get(0);
                GradMode.set(inner, false);
                parameters.addInPlace(gradient.mul(-OUTER_RATE));
            }
        }
        return new double[] {before, error(parameters).item()};
    }

    /** What is left after one step on each task; its graph leads through the steps. */
    private static Tensor error(Tensor parameters) {
        Tensor seen = Tensor.of(1);
        Tensor asked = Tensor.of(-2, -1, 2);
        Tensor sum = Tensor.scalar(0);
        for (double slope : SLOPES) {
            Tensor loss = loss(parameters, seen, slope);
            Tensor gradient = Gradients.of(loss, List.of(parameters), true).get(0);
            Tensor adapted = parameters.sub(gradient.mul(INNER_RATE));
            sum = sum.add(loss(adapted, asked, slope));
        }
        return sum.div(SLOPES.length);
    }

    private static Tensor loss(Tensor parameters, Tensor x, double slope) {
        Tensor line = x.mul(parameters.narrow(0, 0, 1)).add(parameters.narrow(0, 1, 1));
        return line.sub(x.mul(slope).add(1)).square().mean();
    }
}
