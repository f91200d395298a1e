package org.clgrad.nn.optim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Parameter;

/**
 * Changes parameters along their gradients, in place and on their device. The learning rate, and all that changes from
 * step to step, lives there too, so that a step waits for nothing.
 *
 * <pre>{@code
 * var adam = new Adam(model.parameters(), 1e-3);
 * Tensor error = adam.minimize(() -> loss.apply(model.apply(x), y));
 * }</pre>
 *
 * <p>It keeps state in the element type that each parameter has when the optimizer is made, and owns that state: {@link
 * #close} gives it back.
 */
public abstract class Optimizer implements AutoCloseable {
    private final List<Parameter> parameters;
    private final Map<String, Tensor> state = new LinkedHashMap<>();
    private final Tensor rate;
    private double learningRate;

    /**
     * An optimizer of parameters, which are all on one device.
     *
     * @throws IllegalArgumentException if there are none or one is there twice, or the learning rate is negative or not
     *     finite
     */
    protected Optimizer(List<Parameter> parameters, double learningRate) {
        checkRate(learningRate);
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException(getClass().getSimpleName() + ": expected parameters, got none");
        }
        this.parameters = List.copyOf(parameters);
        Set<Parameter> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        distinct.addAll(parameters);
        if (distinct.size() < parameters.size()) {
            throw new IllegalArgumentException(getClass().getSimpleName() + ": a parameter is there twice");
        }
        // In the widest type of the parameters, so that it is rounded no more than they are.
        DType dtype = parameters.stream().anyMatch(p -> p.dtype() == DType.F64) ? DType.F64 : DType.F32;
        this.rate = Tensors.zeros(device(), dtype, Shape.scalar()).disown();
        orClose(() -> learningRate(learningRate));
    }

    /**
     * A tensor of one value on the parameters' device, which lives until this optimizer is closed and is saved under a name.
     * To be called from a constructor: if the device fails, nobody can close this optimizer, so it closes itself.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    protected final Tensor state(String name, DType dtype, Shape shape, double value) {
        if (state.containsKey(name)) {
            throw new IllegalArgumentException(getClass().getSimpleName() + ": two states called \"" + name + "\"");
        }
        Tensor[] made = new Tensor[1];
        orClose(() -> made[0] = Tensors.full(device(), dtype, shape, value).disown());
        state.put(name, made[0]);
        return made[0];
    }

    /** {@linkplain #state State} like each parameter; that of parameter i is called {@code i.name}, as in PyTorch. */
    protected final List<Tensor> stateOfEach(String name, double value) {
        return IntStream.range(0, parameters.size())
                .mapToObj(i -> state(
                        i + "." + name,
                        parameters.get(i).dtype(),
                        parameters.get(i).shape(),
                        value))
                .toList();
    }

    /**
     * What it remembers from step to step, by name: with the learning rate all that a training needs to go on. The tensors
     * are its own, so that assigning to them changes it.
     */
    public final Map<String, Tensor> namedState() {
        return Collections.unmodifiableMap(state);
    }

    private void orClose(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The element type of the learning rate, the widest of the parameters'. */
    final DType widest() {
        return rate.dtype();
    }

    private Device device() {
        return parameters.get(0).device();
    }

    /** The parameters that it changes. */
    public final List<Parameter> parameters() {
        return parameters;
    }

    /** The learning rate. */
    public final double learningRate() {
        return learningRate;
    }

    /**
     * Sets the learning rate from the next step on, without waiting for the device.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public final void learningRate(double learningRate) {
        checkRate(learningRate);
        this.learningRate = learningRate;
        ByteBuffer bytes = ByteBuffer.allocateDirect(rate.dtype().sizeBytes()).order(ByteOrder.nativeOrder());
        if (rate.dtype() == DType.F64) {
            bytes.putDouble(0, learningRate);
        } else {
            bytes.putFloat(0, (float) learningRate);
        }
        rate.assign(bytes);
    }

    private static void checkRate(double learningRate) {
        if (!(learningRate >= 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "learning rate: expected a finite number of 0 or more, got " + learningRate);
        }
    }

    /**
     * Changes every parameter that has a gradient.
     *
     * @throws IllegalStateException if none has one
     */
    public final void step() {
        if (parameters.stream().noneMatch(parameter -> parameter.grad().isPresent())) {
            throw new IllegalStateException("step: no parameter has a gradient; call backward on a loss first");
        }
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            int index = i;
            Tensor parameter = parameters.get(i).tensor();
            parameter.grad().ifPresent(gradient -> changes.add(new Change(index, parameter, gradient)));
        }
        update(changes, rate);
    }

    /**
     * What is changed in a step.
     *
     * @param index a parameter's place in {@link #parameters}
     * @param parameter its values
     * @param gradient its gradient, of the same shape and type
     */
    protected record Change(int index, Tensor parameter, Tensor gradient) {}

    /**
     * Changes parameters in place, for example with {@link Tensor#assign}.
     *
     * @param changes those that have a gradient, at least one
     * @param rate the learning rate, a scalar on the device
     */
    protected abstract void update(List<Change> changes, Tensor rate);

    /** Forgets the gradients of all parameters. */
    public final void zeroGrad() {
        parameters.forEach(Parameter::zeroGrad);
    }

    /**
     * One whole step: forgets the gradients, computes the loss and its gradients, and changes the parameters.
     *
     * @param loss gives the loss, a scalar; runs in a scope of its own
     * @return the loss before the change, without history, in the scope around; reading it waits for the device
     */
    public final Tensor minimize(Supplier<Tensor> loss) {
        zeroGrad();
        try (Scope scope = Scope.open()) {
            Tensor value = loss.get();
            value.backward();
            step();
            return scope.keep(value.detach());
        }
    }

    /** Gives the memory of its state back; the parameters stay. Again does nothing. */
    @Override
    public final void close() {
        rate.release();
        state.values().forEach(Tensor::release);
    }

    /** Like {@code Adam of 4 parameters, learning rate 0.001}. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + " of " + parameters.size() + " parameters, learning rate " + learningRate;
    }
}
