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
import org.clgrad.engine.routine.random.PhiloxNormal;
import org.clgrad.engine.routine.random.PhiloxUniform;
import org.clgrad.engine.tensor.DType;
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
        this.state = Tensor.of(device, DType.I64, Shape.of(2), words(seed)).disown();
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
     * @throws IllegalStateException if the scope's stream is not on the default device
     */
    public static Tensor draw(Function<RandomStream, Tensor> numbers) {
        Optional<RandomStream> current = Scope.setting(KEY);
        if (current.isEmpty()) {
            try (RandomStream once = new RandomStream(
                    DefaultDevice.get(), ThreadLocalRandom.current().nextLong())) {
                return numbers.apply(once);
            }
        }
        if (current.get().device != DefaultDevice.get()) {
            throw new IllegalStateException("random numbers: the scope's stream is on "
                    + current.get().device.name() + ", its default device is "
                    + DefaultDevice.get().name());
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

    private static ByteBuffer words(long seed) {
        return ByteBuffer.allocateDirect(16)
                .order(ByteOrder.nativeOrder())
                .putLong(0, seed)
                .putLong(8, 0);
    }

    /** Numbers evenly distributed over [low, high). */
    public Tensor uniform(DType dtype, Shape shape, double low, double high) {
        return draw(device.run(new PhiloxUniform(dtype, shape, low, high), List.of(state.data())));
    }

    /** Normally distributed numbers. */
    public Tensor normal(DType dtype, Shape shape, double mean, double deviation) {
        return draw(device.run(new PhiloxNormal(dtype, shape, mean, deviation), List.of(state.data())));
    }

    /** Seed and counter, I64 [2], on the device and not to be closed: what makes another stream go on like this one. */
    public Tensor state() {
        return state;
    }

    /** Goes on by so many blocks of Philox: the state before them, a tensor of its own, for who draws them. */
    Tensor take(long blocks) {
        Tensor before = state.copy();
        try (Tensor step = Tensor.of(device, DType.I64, Shape.of(2), 0, blocks);
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
