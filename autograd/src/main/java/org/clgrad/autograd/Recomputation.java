package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
     *     parameters of a module. If it uses others of which gradients are wanted, going back is a {@link MismatchException}
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
            List<Tensor> own = in.subList(0, given);
            Optional<RandomStream> stream = RandomStream.current();
            try (Scope scope = Scope.open()) {
                Tensor state = stream.isPresent()
                        ? stream.get().state().copy()
                        : RandomStream.unforeseen(
                                in.isEmpty() ? DefaultDevice.get() : in.get(0).device());
                save(state);
                Tensor y = stream.isPresent() ? part.apply(own) : RandomStream.from(state, () -> part.apply(own));
                // What the part gives may be somebody's, who goes on using it.
                return List.of(scope.keep(y.detach()));
            }
        }

        @Override
        protected List<@Nullable Tensor> backward(Tensor dy) {
            List<Tensor> in = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                in.add(saved(i));
            }
            try (Scope scope = Scope.open()) {
                Decomposition again = new Decomposition(
                        in, given, all -> List.of(RandomStream.from(saved(count), () -> part.apply(all))));
                refuseUnknown(again, scope);
                List<@Nullable Tensor> gradients = again.gradients(List.of(dy), this::needs);
                gradients.stream().filter(Objects::nonNull).forEach(scope::keep);
                return gradients;
            }
        }

        /** What the part uses beside what it was said to would have no gradient, and nobody would notice. */
        private void refuseUnknown(Decomposition again, Scope scope) {
            for (Source.Leaf leaf : Between.leaves(again.out(), again.in())) {
                Tensor tensor = leaf.tensor().get();
                if (tensor != null && !tensor.isReleased() && !scope.owns(tensor)) {
                    throw new MismatchException(
                            name(),
                            "what the part uses",
                            "to be among the inputs or captured",
                            "beside them a tensor " + tensor.data().spec() + ", or a result of it");
                }
            }
        }
    }
}
