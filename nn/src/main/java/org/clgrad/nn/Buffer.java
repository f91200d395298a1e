package org.clgrad.nn;

import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/**
 * A tensor that belongs to a module's state and is not learnt, like the moving averages of a normalisation: it is saved
 * and loaded with the parameters, and no optimizer sees it. Whoever made it owns it, a {@link Module} as a rule.
 */
public final class Buffer implements AutoCloseable {
    private Tensor tensor;

    /**
     * A buffer over a tensor's elements, which it shares.
     *
     * @param initial of any type; its history is forgotten
     */
    public Buffer(Tensor initial) {
        this.tensor = initial.detach().disown();
    }

    /** The values. */
    public Tensor tensor() {
        return tensor;
    }

    public Shape shape() {
        return tensor.shape();
    }

    public DType dtype() {
        return tensor.dtype();
    }

    /** Goes on in another floating-point type, values rounded to it; integers stay what they are. */
    void convert(DType dtype) {
        if (dtype() != dtype && dtype().isFloat()) {
            Tensor before = tensor;
            tensor = before.to(dtype).disown();
            before.release();
        }
    }

    /** Gives the memory back; again does nothing. */
    @Override
    public void close() {
        tensor.release();
    }

    /** Like {@code buffer F32 [16]}. */
    @Override
    public String toString() {
        return "buffer " + dtype() + " " + shape();
    }
}
