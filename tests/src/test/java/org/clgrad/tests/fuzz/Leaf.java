package org.clgrad.tests.fuzz;

import java.util.Arrays;
import java.util.Random;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/** A tensor that a graph starts from. */
public final class Leaf {
    private final DType dtype;
    private final Shape shape;
    private final double[] values;

    public Leaf(DType dtype, Shape shape, double... values) {
        this.dtype = dtype;
        this.shape = shape;
        this.values = values.clone();
    }

    DType dtype() {
        return dtype;
    }

    Shape shape() {
        return shape;
    }

    double[] values() {
        return values.clone();
    }

    Tensor on(Device device) {
        return Tensor.of(device, dtype, shape, values).requiresGrad(dtype.isFloat());
    }

    /** With relative errors of a size. */
    Leaf perturbed(double size, Random random) {
        double[] near = values.clone();
        if (dtype.isFloat()) {
            Arrays.setAll(near, i -> values[i] * (1 + size * (2 * random.nextDouble() - 1)));
        }
        return new Leaf(dtype, shape, near);
    }
}
