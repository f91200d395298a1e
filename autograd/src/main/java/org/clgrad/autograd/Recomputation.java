package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.MismatchException;
import org.jspecify.annotations.Nullable;

/**
 * A part of a graph whose inner values are not kept for the gradient but computed once more when it is asked for: memory for
 * time. Random numbers are drawn as the first time. Gradients of any order go through it.
 *
 * <p>Source: Chen, Xu, Zhang, Guestrin, "Training deep nets with sublinear memory cost", 2016.
 */
public final class Recomputation {
    private Recomputation() {}

    /**
     * Applies a part.
     *
     * @param part what is computed, of the inputs; the same each time
     * @param captured tensors made by hand that the part uses besides the inputs, and of which gradients are wanted, as the
     *     parameters of a module; of others that it uses none is computed
     * @param inputs the inputs
     * @return what the part gives
     * @throws MismatchException if a captured tensor is itself a result
     */
    public static Tensor of(Function<List<Tensor>, Tensor> part, List<Tensor> captured, Tensor... inputs) {
        for (int i = 0; i < captured.size(); i++) {
            if (captured.get(i).source() instanceof Source.Output output) {
                throw new MismatchException(
                        "recomputation",
                        "captured tensor " + i,
                        "one made by hand; results are to be inputs",
                        "a result of " + output.function().name());
            }
        }
        List<Tensor> all = new ArrayList<>(List.of(inputs));
        all.addAll(captured);
        return new RecomputedFunction(part, inputs.length).apply(all.toArray(new Tensor[0]));
    }

    /** The gradients of all inputs are those of the part, done once more with a graph. */
    private static final class RecomputedFunction extends SingleOutput {
        private final Function<List<Tensor>, Tensor> part;
        private final int given;
        private int count;
        private boolean drawsRandomly;

        RecomputedFunction(Function<List<Tensor>, Tensor> part, int given) {
            this.part = part;
            this.given = given;
        }

        @Override
        public String name() {
            return "recomputation";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            count = in.size();
            in.forEach(this::save);
            RandomStream.current().ifPresent(stream -> {
                drawsRandomly = true;
                save(stream.state().copy());
            });
            try (Scope scope = Scope.open()) {
                return List.of(scope.keep(part.apply(in.subList(0, given))));
            }
        }

        @Override
        protected List<@Nullable Tensor> backward(Tensor dy) {
            List<Tensor> all = new ArrayList<>();
            List<Tensor> wanted = new ArrayList<>();
            boolean createGraph = GradMode.isEnabled();
            List<Tensor> found = GradMode.with(() -> {
                for (int i = 0; i < count; i++) {
                    Tensor input = saved(i);
                    // One input may depend on another one; the gradients here are partial ones, by what hangs on the
                    // alias.
                    all.add(i < given ? input.reshape(input.shape()) : input);
                    if (needs(i)) {
                        wanted.add(all.get(i));
                    }
                }
                // The inputs' hooks are for what this function hands on.
                return Gradients.of(List.of(again(all)), List.of(dy), wanted, createGraph, createGraph, false);
            });
            List<@Nullable Tensor> gradients = new ArrayList<>();
            for (int i = 0, next = 0; i < count; i++) {
                gradients.add(needs(i) ? found.get(next++) : null);
            }
            return gradients;
        }

        private Tensor again(List<Tensor> all) {
            if (!drawsRandomly) {
                return part.apply(all.subList(0, given));
            }
            return RandomStream.from(saved(count), () -> part.apply(all.subList(0, given)));
        }
    }
}
