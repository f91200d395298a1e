package org.clgrad.nn;

import java.util.Optional;
import java.util.function.Supplier;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that is learnt. Whoever made the parameter owns it, a {@link Module} as a rule: it outlives the scope it was
 * made in, and lives until it is closed.
 *
 * <pre>{@code
 * var slope = new Parameter(Tensor.scalar(0));
 * var sgd = new SGD(List.of(slope), 0.1);
 * sgd.minimize(() -> x.mul(slope.tensor()).sub(y).square().mean());
 * }</pre>
 */
public final class Parameter implements AutoCloseable {
    private Tensor tensor;
    private @Nullable Tensor standIn;
    private @Nullable Supplier<Tensor> derivation;

    /**
     * A parameter over a tensor's elements, which it shares: what an optimizer changes is seen there too.
     *
     * @param initial of a floating-point type; its history is forgotten
     * @throws org.clgrad.engine.tensor.MismatchException if it is of another type
     */
    public Parameter(Tensor initial) {
        this.tensor = leaf(initial.detach());
    }

    private static Tensor leaf(Tensor values) {
        return values.disown().requiresGrad(true).markLasting();
    }

    /**
     * The values, as a leaf of the graph. If the parameter is derived from others, what it is derived to be, with a graph to
     * those: one tensor while its module runs, otherwise a new one of the current scope.
     */
    public Tensor tensor() {
        if (standIn != null) {
            return standIn;
        } else if (derivation == null) {
            return tensor;
        }
        try (Scope scope = Scope.open()) {
            return scope.keep(derivation.get());
        }
    }

    /** Sets what is taken instead of the parameter's own values; null: nothing. */
    void standIn(@Nullable Tensor value) {
        standIn = value;
    }

    /** Whether the values are computed from others' for each run of its module, as by {@link WeightNorm}. */
    public boolean isDerived() {
        return derivation != null;
    }

    /** From now on the values are computed from others'; its own are given back. */
    void follow(Supplier<Tensor> derivation) {
        this.derivation = derivation;
        tensor.release();
    }

    public Shape shape() {
        return tensor.shape();
    }

    public DType dtype() {
        return tensor.dtype();
    }

    public Device device() {
        return tensor.device();
    }

    /** The number of elements. */
    public long elements() {
        return tensor.shape().elements();
    }

    /** The gradient gathered since {@link #zeroGrad}, if any. */
    public Optional<Tensor> grad() {
        return tensor.grad();
    }

    /** Forgets the gradient. */
    public void zeroGrad() {
        tensor.zeroGrad();
    }

    /**
     * Goes on in another floating-point type, values rounded to it; the gradient is forgotten. An optimizer made before
     * does not fit any more.
     */
    void convert(DType dtype) {
        if (dtype != dtype()) {
            Tensor before = tensor;
            try (Tensor values = before.detach()) {
                tensor = leaf(values.to(dtype));
            }
            before.release();
        }
    }

    /** Gives the memory back, the gradient's too; again does nothing. */
    @Override
    public void close() {
        tensor.release();
    }

    /** Like {@code parameter F32 [10,5408]}. */
    @Override
    public String toString() {
        return "parameter " + dtype() + " " + shape();
    }
}
