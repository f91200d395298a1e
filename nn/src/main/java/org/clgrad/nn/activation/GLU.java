package org.clgrad.nn.activation;

import org.clgrad.autograd.Tensor;
import org.clgrad.nn.Module;

/** a·sigmoid(b) of the two halves a and b of an axis. */
public final class GLU extends Module {
    private final int axis;

    /** With the last axis. */
    public GLU() {
        this(-1);
    }

    /**
     * The layer.
     *
     * @param axis which is halved; negative ones count from the end
     */
    public GLU(int axis) {
        this.axis = axis;
    }

    @Override
    protected Tensor forward(Tensor x) {
        return x.glu(axis);
    }

    @Override
    public String toString() {
        return "GLU(" + axis + ")";
    }
}
