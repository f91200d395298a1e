package org.clgrad.engine.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.routine.shape.Fill;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * How long a device takes for a routine from one tensor to another, at best.
 *
 * @param device which device
 * @param routine the routine
 * @param spec of the tensor, single precision
 * @param from the value of all its elements
 * @param to the value that all elements of the result must have
 */
record Measurement(ClDevice device, Routine routine, TensorSpec spec, float from, float to) {
    /** Long enough for the clock to be read exactly, and for the first launch of many not to count. */
    private static final long BATCH_NANOS = 20_000_000;
    /** Others use the machine too, so the best counts. */
    private static final int BATCHES = 5;

    private static final int CHUNK_BYTES = 1 << 22;

    Cost cost() {
        return routine.cost(List.of(spec));
    }

    /**
     * Wall clock of one launch, over batches of launches: the best of several, and of several tunings.
     *
     * @param tunings values of the kernel's tunables by name
     * @throws IllegalStateException if a result is wrong
     */
    double leastSeconds(List<Map<String, Long>> tunings) {
        TensorData x = device.allocate(spec);
        try {
            TensorData y = device.allocate(spec);
            try {
                fill(x, from);
                return tunings.stream()
                        .mapToDouble(tuning -> leastSeconds(tuning, x, y))
                        .min()
                        .orElseThrow();
            } finally {
                y.storage().release();
            }
        } finally {
            x.storage().release();
        }
    }

    private double leastSeconds(Map<String, Long> tunables, TensorData x, TensorData y) {
        Tuning tuning = (kernel, tunable) ->
                tunables.containsKey(tunable) ? OptionalLong.of(tunables.get(tunable)) : OptionalLong.empty();
        fill(y, 0);
        int launches = 1;
        long nanos = batch(launches, tuning, x, y);
        // The first batch built the program, so one launch more decides how many are enough.
        for (nanos = batch(launches, tuning, x, y); nanos < BATCH_NANOS; nanos = batch(launches, tuning, x, y)) {
            launches *= 2;
        }
        for (int i = 1; i < BATCHES; i++) {
            nanos = Math.min(nanos, batch(launches, tuning, x, y));
        }
        verify(y, tunables);
        return nanos / 1e9 / launches;
    }

    private long batch(int launches, Tuning tuning, TensorData x, TensorData y) {
        Variant variant = routine.variants().get(0);
        device.finish();
        long start = System.nanoTime();
        for (int i = 0; i < launches; i++) {
            device.run(routine, variant, tuning, List.of(x), List.of(y));
        }
        device.finish();
        return System.nanoTime() - start;
    }

    private void fill(TensorData tensor, float value) {
        device.run(new Fill(DType.F32, spec.shape(), value), List.of(), List.of(tensor));
    }

    private void verify(TensorData y, Map<String, Long> tunables) {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.nativeOrder());
        long elements = spec.elements();
        for (long at = 0; at < elements; at += CHUNK_BYTES / Float.BYTES) {
            int count = (int) Math.min(CHUNK_BYTES / Float.BYTES, elements - at);
            TensorSpec part = TensorSpec.of(DType.F32, Shape.of(count));
            chunk.clear().limit(count * Float.BYTES);
            device.download(new TensorData(y.storage(), y.offsetElements() + at, part), chunk);
            for (int i = 0; i < count; i++) {
                if (chunk.getFloat(i * Float.BYTES) != to) {
                    throw new IllegalStateException(
                            "%s with %s on %s: element %d is %s, not %s: its speed means nothing"
                                    .formatted(
                                            routine.name(),
                                            tunables,
                                            device.name(),
                                            at + i,
                                            chunk.getFloat(i * Float.BYTES),
                                            to));
                }
            }
        }
    }
}
