package org.clgrad.nn.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.autograd.RecurrentStack;
import org.clgrad.autograd.RecurrentWeights;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Init;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * What the recurrent networks share: the parameters of each layer and direction, by PyTorch's names, {@code weight_ih_l0},
 * {@code weight_hh_l0}, {@code bias_ih_l0}, {@code bias_hh_l0}, then those with {@code _reverse} behind, then those of {@code
 * l1}. All begin evenly distributed over ±1/√H, as in PyTorch.
 */
abstract class RecurrentModule extends Module {
    private final RecurrentSizes sizes;
    private final RecurrentStack stack;
    private final boolean bias;
    private final List<Layer> layers = new ArrayList<>();

    /** The parameters of a layer in one direction. */
    private record Layer(
            Parameter input,
            Parameter recurrent,
            @Nullable Parameter inputBias,
            @Nullable Parameter recurrentBias,
            @Nullable Parameter projection,
            @Nullable Parameter peephole) {
        RecurrentWeights weights() {
            return new RecurrentWeights(
                    input.tensor(),
                    recurrent.tensor(),
                    tensor(inputBias),
                    tensor(recurrentBias),
                    tensor(projection),
                    tensor(peephole));
        }

        private static @Nullable Tensor tensor(@Nullable Parameter parameter) {
            return parameter == null ? null : parameter.tensor();
        }
    }

    /**
     * A network.
     *
     * @throws IllegalArgumentException if a size is less than 1
     */
    RecurrentModule(RecurrentSizes sizes, RecurrentStack stack, boolean bias) {
        this.sizes = sizes;
        this.stack = stack;
        this.bias = bias;
        int incoming = sizes.input();
        for (int layer = 0; layer < stack.layers(); layer++) {
            for (int direction = 0; direction < stack.directions(); direction++) {
                layers.add(layer("_l" + layer + (direction == 0 ? "" : "_reverse"), incoming));
            }
            incoming = stack.directions() * sizes.result();
        }
    }

    private Layer layer(String suffix, int incoming) {
        int rows = sizes.parts() * sizes.hidden();
        return new Layer(
                uniform("weight_ih" + suffix, rows, incoming),
                uniform("weight_hh" + suffix, rows, sizes.result()),
                bias ? uniform("bias_ih" + suffix, rows) : null,
                bias ? uniform("bias_hh" + suffix, rows) : null,
                sizes.projection() > 0 ? uniform("weight_hr" + suffix, sizes.projection(), sizes.hidden()) : null,
                sizes.peephole() ? uniform("weight_peephole" + suffix, 3L * sizes.hidden()) : null);
    }

    private Parameter uniform(String name, long... shape) {
        return parameter(name, Init.uniform(Shape.of(shape), sizes.limit()));
    }

    final List<RecurrentWeights> weights() {
        return layers.stream().map(Layer::weights).toList();
    }

    /** How the layers are put together: with dropout while training. */
    final RecurrentStack stack() {
        return isTraining() ? stack : stack.withoutDropout();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(getClass().getSimpleName())
                .append('(')
                .append(sizes.input())
                .append(", ")
                .append(sizes.hidden());
        text.append(stack.layers() == 1 ? "" : ", layers " + stack.layers());
        text.append(bias ? "" : ", no bias").append(stack.batchFirst() ? ", batch first" : "");
        text.append(stack.dropout() == 0 ? "" : ", dropout " + stack.dropout());
        text.append(stack.bidirectional() ? ", bidirectional" : "");
        text.append(sizes.projection() == 0 ? "" : ", projected to " + sizes.projection());
        return text.append(sizes.peephole() ? ", peepholes)" : ")").toString();
    }
}
