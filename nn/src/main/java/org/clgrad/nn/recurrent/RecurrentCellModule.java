package org.clgrad.nn.recurrent;

import java.util.List;
import org.clgrad.autograd.RecurrentWeights;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Init;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * What the single recurrent cells share: parameters by PyTorch's names, {@code weight_ih} [G·H,I], {@code weight_hh} [G·H,H],
 * {@code bias_ih} and {@code bias_hh} [G·H], all evenly distributed over ±1/√H in the beginning.
 */
abstract class RecurrentCellModule extends Module {
    private final RecurrentSizes sizes;
    private final Parameter input;
    private final Parameter recurrent;
    private final @Nullable Parameter inputBias;
    private final @Nullable Parameter recurrentBias;

    RecurrentCellModule(RecurrentSizes sizes, boolean bias) {
        int rows = sizes.parts() * sizes.hidden();
        this.sizes = sizes;
        this.input = uniform("weight_ih", rows, sizes.input());
        this.recurrent = uniform("weight_hh", rows, sizes.hidden());
        this.inputBias = bias ? uniform("bias_ih", rows) : null;
        this.recurrentBias = bias ? uniform("bias_hh", rows) : null;
    }

    private Parameter uniform(String name, long... shape) {
        return parameter(name, Init.uniform(Shape.of(shape), sizes.limit()));
    }

    /** In the form of a network of one layer. */
    final List<RecurrentWeights> weights() {
        return List.of(new RecurrentWeights(
                input.tensor(),
                recurrent.tensor(),
                inputBias == null ? null : inputBias.tensor(),
                recurrentBias == null ? null : recurrentBias.tensor()));
    }

    @Override
    public String toString() {
        String shape = "(" + sizes.input() + ", " + sizes.hidden();
        return getClass().getSimpleName() + shape + (inputBias == null ? ", no bias)" : ")");
    }
}
