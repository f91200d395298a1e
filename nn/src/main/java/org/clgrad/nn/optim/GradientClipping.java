package org.clgrad.nn.optim;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.autograd.Updates;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Parameter;

/**
 * Keeps gradients from being too large, in place and on their device: between {@code backward} and an optimizer's step.
 * Nothing waits for the device; eight gradients are one launch.
 *
 * <pre>{@code
 * loss.backward();
 * GradientClipping.byNorm(model.parameters(), 1);
 * adam.step();
 * }</pre>
 *
 * <p>Source: Pascanu, Mikolov, Bengio, "On the difficulty of training recurrent neural networks", ICML 2013, §3.2.
 */
public final class GradientClipping {
    private GradientClipping() {}

    /** {@link #byNorm(List, double, double)} with the Euclidean norm. */
    public static Tensor byNorm(List<Parameter> parameters, double largest) {
        return byNorm(parameters, largest, 2);
    }

    /**
     * Multiplies all gradients by min(1, largest/(norm + 10⁻⁶)), norm that of all their elements as one vector: {@code
     * torch.nn.utils.clip_grad_norm_}. A norm that is NaN makes all gradients NaN, as there by default.
     *
     * @param parameters those without a gradient are passed over
     * @param largest the norm that is not to be exceeded, ≥ 0
     * @param exponent of the norm: 1, 2 or infinity
     * @return the norm before, a scalar on the device; 0 if there is no gradient. Reading it waits for the device
     * @throws IllegalArgumentException if a number is out of its range
     * @throws MismatchException if a gradient has a graph
     */
    public static Tensor byNorm(List<Parameter> parameters, double largest, double exponent) {
        checkLargest(largest);
        List<Tensor> gradients = gradients(parameters);
        if (gradients.isEmpty()) {
            return parameters.isEmpty()
                    ? Tensors.zeros()
                    : Tensors.zeros(parameters.get(0).device(), DType.F32, Shape.scalar());
        }
        Tensor norm = Updates.norm(gradients, exponent);
        Updates.scaleToNorm(gradients, largest, norm);
        return norm;
    }

    /**
     * Limits each element of all gradients to ±largest: {@code torch.nn.utils.clip_grad_value_}.
     *
     * @param parameters those without a gradient are passed over
     * @param largest ≥ 0
     * @throws IllegalArgumentException if it is negative or not finite
     * @throws MismatchException if a gradient has a graph
     */
    public static void byValue(List<Parameter> parameters, double largest) {
        checkLargest(largest);
        List<Tensor> gradients = gradients(parameters);
        if (!gradients.isEmpty()) {
            Updates.clamp(gradients, largest);
        }
    }

    private static void checkLargest(double largest) {
        if (!(largest >= 0 && largest < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "gradient clipping: expected a finite number of 0 or more, got " + largest);
        }
    }

    /** Gradients with a graph may share elements, and what the graph has saved must not change. */
    private static List<Tensor> gradients(List<Parameter> parameters) {
        List<Tensor> gradients = new ArrayList<>();
        for (Parameter parameter : parameters) {
            parameter.grad().ifPresent(gradient -> {
                if (gradient.requiresGrad()) {
                    throw new MismatchException(
                            "gradient clipping", "a gradient", "no graph, as backward() leaves it", "one with a graph");
                }
                gradients.add(gradient);
            });
        }
        return gradients;
    }
}
