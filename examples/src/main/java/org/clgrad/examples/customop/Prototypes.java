package org.clgrad.examples.customop;

import java.util.Random;
import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/** Trains with the operation: moves prototypes to where points lie, each point pulling those that are near it. */
public final class Prototypes {
    private static final int STEPS = 60;
    private static final double RATE = 0.4;

    private Prototypes() {}

    /** Points around (−1, 0), (1, 0) and (0, 2); three prototypes find the middles. */
    public static void main(String[] args) {
        try (Scope scope = Scope.open()) {
            System.out.println(learn(points(90)));
        }
    }

    /** So many points, a third of them around each of the three places. */
    static Tensor points(int count) {
        double[][] places = {{-1, 0}, {1, 0}, {0, 2}};
        Random random = new Random(1);
        double[] values = new double[2 * count];
        for (int i = 0; i < values.length; i++) {
            values[i] = places[i / 2 % places.length][i % 2] + 0.1 * random.nextGaussian();
        }
        return Tensor.of(DType.F32, Shape.of(count, 2), values);
    }

    /** The prototypes after gradient descent on −mean log Σ exp(−8·distance). */
    static Tensor learn(Tensor points) {
        Tensor prototypes =
                Tensor.of(new double[][] {{-0.5, 0.5}, {0.5, 0.4}, {0.1, 1}}).requiresGrad(true);
        for (int step = 0; step < STEPS; step++) {
            try (Scope scope = Scope.open()) {
                Tensor distances = SquaredDistanceFunction.of(points, prototypes);
                distances.mul(-8).logSumExp(false, 1).mean().neg().backward();
                GradMode.set(scope, false);
                prototypes.grad().ifPresent(gradient -> prototypes.subInPlace(gradient.mul(RATE / 8)));
                prototypes.zeroGrad();
            }
        }
        return prototypes;
    }
}
