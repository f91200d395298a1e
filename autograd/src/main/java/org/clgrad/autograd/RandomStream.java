package org.clgrad.autograd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.random.Dropout;
import org.clgrad.engine.routine.random.MultinomialCounts;
import org.clgrad.engine.routine.random.MultinomialKeys;
import org.clgrad.engine.routine.random.MultinomialSearch;
import org.clgrad.engine.routine.random.PhiloxBernoulli;
import org.clgrad.engine.routine.random.PhiloxIntegers;
import org.clgrad.engine.routine.random.PhiloxNormal;
import org.clgrad.engine.routine.random.PhiloxUniform;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/**
 * A sequence of random numbers on a device, drawn with Philox: the same seed gives the same numbers on every device. The
 * state, seed and counter, stays on the device.
 */
public final class RandomStream implements AutoCloseable {
    private static final Scope.Key<RandomStream> KEY = new Scope.Key<>("random stream", RandomStream.class);

    private final Device device;
    private final Tensor state;

    /** A stream from its start. */
    public RandomStream(Device device, long seed) {
        this.device = device;
        this.state = start(device, seed).disown();
    }

    /** Begins a stream on the default device, for a scope and those inside it; it is closed with the scope. */
    public static Scope seed(Scope scope, long seed) {
        RandomStream stream = new RandomStream(DefaultDevice.get(), seed);
        scope.own(stream.state);
        return set(scope, stream);
    }

    /** Sets the stream of a scope and those inside it; who made the stream closes it. */
    public static Scope set(Scope scope, RandomStream stream) {
        return scope.with(KEY, stream);
    }

    /**
     * Draws from the scope's stream; where none is set, from one on the default device with a seed that nobody foresees.
     *
     * @throws MismatchException if the scope's stream is not on the default device
     */
    public static Tensor draw(Function<RandomStream, Tensor> numbers) {
        return draw(DefaultDevice.get(), "the default device ", numbers);
    }

    /**
     * Draws from the scope's stream for a tensor; where none is set, from one on the tensor's device with a seed that nobody
     * foresees.
     *
     * @param device the tensor's
     * @throws MismatchException if the scope's stream is on another device
     */
    public static Tensor draw(Device device, Function<RandomStream, Tensor> numbers) {
        return draw(device, "the tensor's device ", numbers);
    }

    private static Tensor draw(Device device, String whose, Function<RandomStream, Tensor> numbers) {
        Optional<RandomStream> current = Scope.setting(KEY);
        if (current.isEmpty()) {
            try (RandomStream once =
                    new RandomStream(device, ThreadLocalRandom.current().nextLong())) {
                return numbers.apply(once);
            }
        }
        if (current.get().device != device) {
            throw new MismatchException(
                    "random numbers",
                    "the scope's stream",
                    whose + device.name(),
                    current.get().device.name());
        }
        return numbers.apply(current.get());
    }

    /** The scope's stream, if one is set. */
    static Optional<RandomStream> current() {
        return Scope.setting(KEY);
    }

    /** Runs something with a stream that goes on from a state; tensors made in it belong to the scope around. */
    static <T> T from(Tensor state, Supplier<T> action) {
        try (RandomStream stream = new RandomStream(state)) {
            return Scope.withSetting(KEY, stream, action);
        }
    }

    private RandomStream(Tensor state) {
        this.device = state.device();
        this.state = state.copy().disown();
    }

    private static Tensor start(Device device, long seed) {
        ByteBuffer words = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
        return Tensor.of(device, DType.I64, Shape.of(2), words.putLong(0, seed).putLong(8, 0));
    }

    /** The state that a stream with a seed that nobody foresees begins with. */
    static Tensor unforeseen(Device device) {
        return start(device, ThreadLocalRandom.current().nextLong());
    }

    /** Numbers evenly distributed over [low, high). */
    public Tensor uniform(DType dtype, Shape shape, double low, double high) {
        return draw(device.run(new PhiloxUniform(dtype, shape, low, high), List.of(state.data())));
    }

    /** Normally distributed numbers. */
    public Tensor normal(DType dtype, Shape shape, double mean, double deviation) {
        return draw(device.run(new PhiloxNormal(dtype, shape, mean, deviation), List.of(state.data())));
    }

    /** 1 with a probability in [0, 1], else 0, of any type. */
    public Tensor bernoulli(DType dtype, Shape shape, double probability) {
        if (Double.isNaN(probability)) {
            throw new IllegalArgumentException("bernoulli: the probability is in [0, 1], got NaN");
        }
        return draw(device.run(new PhiloxBernoulli(dtype, shape, probability), List.of(state.data())));
    }

    /** 1 with the probability that each element is, else 0, in the same type. Below 0 or NaN is never, above 1 always. */
    public Tensor bernoulli(Tensor probabilities) {
        PhiloxBernoulli routine = PhiloxBernoulli.ofEach(probabilities.data().spec());
        return draw(device.run(routine, List.of(state.data(), probabilities.data())));
    }

    /** Integers from low to below high, I64, fewer than 2⁶³ of them, all alike. */
    public Tensor integers(Shape shape, long low, long high) {
        return draw(device.run(new PhiloxIntegers(shape, low, high), List.of(state.data())));
    }

    /**
     * 0, 1, …, n−1 in a random order, I64: the places in which random numbers of 63 bits are found in order. All orders are
     * alike but for numbers that are equal, of which there are some in n²/2⁶⁴ of the cases. The same on every device.
     */
    public Tensor permutation(long n) {
        try (Scope scope = Scope.open()) {
            return scope.keep(integers(Shape.of(n), 0, Long.MAX_VALUE).argsort(0, false));
        }
    }

    /**
     * Draws indices in proportion to weights, [n] or [b,n] of a floating-point type, n from 1 to 2²⁴: I64 [draws] or
     * [b,draws].
     *
     * <p>With replacement each draw is a search in the sums of the weights. Without, who is drawn is who comes first in a race
     * of exponential clocks, in order ({@link MultinomialKeys}). Both in integers, so draws are the same on every device; a
     * probability may be 2⁻³⁶ of the largest one off. What cannot be drawn is −1: all of a row that has a NaN, an infinite
     * weight or none above 0, and, without replacement, what is drawn after all weights above 0. Weights below 0 count as 0.
     * PyTorch refuses all these, for which it waits for the device. No gradient.
     *
     * @param replacement whether an index may be drawn several times
     * @throws MismatchException if weights are of another shape or type, or there are more draws without replacement than
     *     weights
     */
    public Tensor multinomial(Tensor weights, long draws, boolean replacement) {
        if (weights.rank() < 1 || weights.rank() > 2 || weights.size(-1) < 1) {
            throw new MismatchException(
                    "multinomial", "weights", "shape [n] or [b,n], n at least 1", "" + weights.shape());
        }
        if (draws < 0 || (!replacement && draws > weights.size(-1))) {
            throw new MismatchException(
                    "multinomial",
                    "draws",
                    replacement ? "0 or more" : "0 to " + weights.size(-1) + " without replacement",
                    Long.toString(draws));
        }
        try (Scope scope = Scope.open()) {
            return scope.keep(GradMode.without(() -> {
                Tensor rows = weights.rank() == 1 ? weights.unsqueeze(0) : weights;
                Tensor counts = Plain.of(new MultinomialCounts(), rows, rows.max(true, -1));
                Tensor drawn = replacement
                        ? draw(device.run(new MultinomialSearch(draws), List.of(counts.data(), state.data())))
                        : race(counts, draws);
                return weights.rank() == 1 ? drawn.squeeze(0) : drawn;
            }));
        }
    }

    private Tensor race(Tensor counts, long draws) {
        Tensor keys = draw(device.run(new MultinomialKeys(), List.of(counts.data(), state.data())));
        Sorted first = keys.topk(draws, -1, false);
        Tensor never = Tensors.full(device, DType.I64, Shape.scalar(), (double) MultinomialKeys.NEVER);
        return first.indices().maskedFill(first.values().eq(never), -1);
    }

    /** A tensor after a dropout. */
    Tensor dropped(Dropout routine, Tensor x) {
        List<Tensor> out = new DropoutFunction(routine).applyAll(x, state);
        try (Tensor next = out.get(1)) {
            state.assign(next);
            return out.get(0);
        } catch (RuntimeException e) {
            out.get(0).release();
            throw e;
        }
    }

    /** Seed and counter, I64 [2], on the device and not to be closed: what makes another stream go on like this one. */
    public Tensor state() {
        return state;
    }

    /** Goes on by so many blocks of Philox: the state before them, a tensor of its own, for who draws them. */
    Tensor take(long blocks) {
        Tensor before = state.copy();
        try (Tensor step = Tensor.of(device, DType.I64, Shape.of(2), 0, (double) blocks);
                Tensor next = GradMode.without(() -> before.add(step))) {
            state.assign(next);
        }
        return before;
    }

    private Tensor draw(List<TensorData> valuesAndState) {
        Tensor values = Tensor.of(valuesAndState.get(0));
        // Into the same storage, so that a step that draws can be replayed.
        try (Tensor next = Tensor.of(valuesAndState.get(1))) {
            state.assign(next);
            return values;
        } catch (RuntimeException e) {
            values.release();
            throw e;
        }
    }

    /** Releases the state. */
    @Override
    public void close() {
        state.release();
    }
}
