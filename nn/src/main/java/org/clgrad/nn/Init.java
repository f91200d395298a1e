package org.clgrad.nn;

import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/**
 * The numbers that a layer begins with: evenly distributed over ±limit, the limit following from the fans, the number of
 * inputs that an output depends on and the number of outputs that an input reaches. For a weight [K, C, R, S] they are
 * C·R·S and K·R·S, for [out, in] in and out. With groups C is the number of input channels of a group.
 */
public enum Init {
    /**
     * Weights within ±√(6/(fan_in + fan_out)), zero biases: the default of Keras, and here.
     *
     * <p>Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS
     * 2010, §4.2.1, formula 16.
     */
    GLOROT_UNIFORM {
        @Override
        double weightLimit(long fanIn, long fanOut) {
            return Math.sqrt(6.0 / (fanIn + fanOut));
        }

        @Override
        double biasLimit(long fanIn) {
            return 0;
        }
    },
    /**
     * Weights within ±√(6/fan_in), zero biases, so that a ReLU behind the layer keeps the variance: {@code
     * kaiming_uniform_} with PyTorch's gain √2 for ReLU.
     *
     * <p>Source: He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015, §2.2, formula 10.
     */
    HE_UNIFORM {
        @Override
        double weightLimit(long fanIn, long fanOut) {
            return Math.sqrt(6.0 / fanIn);
        }

        @Override
        double biasLimit(long fanIn) {
            return 0;
        }
    },
    /**
     * Weights and biases within ±1/√fan_in: what {@code torch.nn.Linear} and {@code torch.nn.Conv2d} do by default, {@code
     * kaiming_uniform_} with a = √5, so that its gain is √(2/(1 + a²)) = √(1/3) and its limit √3·gain/√fan_in.
     *
     * <p>Source: He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015, §2.2, for the form with a slope a.
     */
    KAIMING_UNIFORM {
        @Override
        double weightLimit(long fanIn, long fanOut) {
            return 1 / Math.sqrt((double) fanIn);
        }

        @Override
        double biasLimit(long fanIn) {
            return 1 / Math.sqrt((double) fanIn);
        }
    };

    abstract double weightLimit(long fanIn, long fanOut);

    abstract double biasLimit(long fanIn);

    /**
     * A weight, its outputs on the first axis, its inputs on the second, its kernel on those after them; on the default device,
     * drawn from the default random stream.
     *
     * @param shape of two axes or more
     */
    public final Parameter weight(Shape shape) {
        return uniform(shape, weightLimit(fanIn(shape), fanOut(shape)));
    }

    /**
     * The bias beside a weight of the given shape: one number for each output; on the default device, drawn from the default
     * random stream.
     */
    public final Parameter bias(Shape weight, long outputs) {
        return uniform(Shape.of(outputs), biasLimit(fanIn(weight)));
    }

    /**
     * F32 numbers evenly distributed over ±limit, for what begins in a way of its own; on the default device, drawn from the
     * default random stream.
     *
     * @param limit of at least 0; with 0 nothing is drawn
     */
    public static Parameter uniform(Shape shape, double limit) {
        try (Tensor values = limit == 0
                ? Tensors.zeros(DefaultDevice.get(), DType.F32, shape)
                : RandomStream.draw(random -> random.uniform(DType.F32, shape, -limit, limit))) {
            return new Parameter(values);
        }
    }

    private static long fanIn(Shape weight) {
        return weight.elements() / weight.size(0);
    }

    private static long fanOut(Shape weight) {
        return weight.elements() / weight.size(1);
    }
}
