package org.clgrad.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.RandomStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Module;

/** A call after the other on one device, without waiting between them unless the call itself does. */
abstract class RepeatedCalls implements Workload {
    private static final long SEED = 1;

    private final Device device;
    private final List<AutoCloseable> owned = new ArrayList<>();

    RepeatedCalls(Device device) {
        this.device = device;
    }

    /** One call, as a user makes it; what it makes is released by its end. Unless said otherwise, that of the results. */
    void call() {
        try (Scope scope = Scope.open()) {
            results();
        }
    }

    @Override
    public final long batch(int calls) {
        try (Scope scope = DefaultDevice.set(Scope.open(), device)) {
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                call();
            }
            device.finish();
            return System.nanoTime() - start;
        }
    }

    final Device device() {
        return device;
    }

    /** An operand of {@link Numbers}, which lives as long as this. */
    final Tensor operand(long seed, long... sizes) {
        return own(Numbers.tensor(device, seed, Shape.of(sizes)));
    }

    /** A tensor that lives as long as this. */
    final Tensor own(Tensor tensor) {
        owned.add(tensor.disown());
        return tensor;
    }

    /** Something to be closed with this. */
    final <T extends AutoCloseable> T owns(T part) {
        owned.add(part);
        return part;
    }

    /** Something with parameters, made on the device; the same numbers on every device; lives as long as this. */
    final <M extends Module> M seeded(Supplier<M> maker) {
        try (Scope scope = RandomStream.seed(DefaultDevice.set(Scope.open(), device), SEED)) {
            return owns(maker.get());
        }
    }

    @Override
    public final void close() {
        for (int i = owned.size() - 1; i >= 0; i--) {
            release(owned.get(i));
        }
        owned.clear();
    }

    private static void release(AutoCloseable part) {
        try {
            part.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("tensors, models and optimizers throw nothing else", e);
        }
    }
}
