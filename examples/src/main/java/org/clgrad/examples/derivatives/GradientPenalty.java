package org.clgrad.examples.derivatives;

import java.util.List;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.Gradients;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Module;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.activation.Tanh;
import org.clgrad.nn.layer.Linear;
import org.clgrad.nn.optim.Adam;

/**
 * A network that is taught to have a slope of 1 everywhere: the mean of (‖∇f(x)‖ − 1)² is what it is trained on, so that the
 * gradient by its parameters is one of a gradient by its inputs. So are critics of generative networks kept tame.
 *
 * <p>Source: Gulrajani et al., "Improved training of Wasserstein GANs", 2017, equation 3.
 */
public final class GradientPenalty {
    private static final int STEPS = 200;

    private GradientPenalty() {}

    /** Trains and prints how far the slopes are from 1. */
    public static void main(String[] args) {
        try (Scope scope = RandomStream.seed(Scope.open(), 1)) {
            double[] penalties = train();
            System.out.println("penalty before: " + penalties[0] + ", after " + STEPS + " steps: " + penalties[1]);
        }
    }

    /** The penalty before the training and after it. */
    static double[] train() {
        try (Module critic = new Sequential(new Linear(2, 16), new Tanh(), new Linear(16, 1));
                Adam adam = new Adam(critic.parameters(), 0.02)) {
            Tensor points = RandomStream.draw(numbers -> numbers.normal(DType.F32, Shape.of(64, 2), 0, 1))
                    .requiresGrad(true);
            double before = penalty(critic, points).item();
            for (int step = 0; step < STEPS; step++) {
                try (Scope inner = Scope.open()) {
                    adam.minimize(() -> penalty(critic, points));
                }
            }
            DefaultDevice.get().finish();
            return new double[] {before, penalty(critic, points).item()};
        }
    }

    private static Tensor penalty(Module critic, Tensor points) {
        Tensor scores = critic.apply(points).sum();
        Tensor slopes = Gradients.of(scores, List.of(points), true).get(0);
        return slopes.norm(2, false, 1).sub(1).square().mean();
    }
}
