package org.clgrad.examples.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/**
 * A batch in the host's memory, from where each step takes it anew.
 *
 * @param bytes its elements, row-major
 */
record HostBatch(DType dtype, Shape shape, ByteBuffer bytes) {
    /** {@link Numbers}. */
    static HostBatch numbers(long seed, long... sizes) {
        HostBatch batch = empty(DType.F32, sizes);
        for (int i = 0; i < batch.shape.elements(); i++) {
            batch.bytes.putFloat(i * Float.BYTES, (float) Numbers.at(seed, i));
        }
        return batch;
    }

    /** Class numbers, 0 … bound − 1. */
    static HostBatch integers(long bound, long seed, long... sizes) {
        HostBatch batch = empty(DType.I64, sizes);
        for (int i = 0; i < batch.shape.elements(); i++) {
            batch.bytes.putLong(i * Long.BYTES, Numbers.below(bound, seed, i));
        }
        return batch;
    }

    private static HostBatch empty(DType dtype, long... sizes) {
        Shape shape = Shape.of(sizes);
        int sizeBytes = Math.toIntExact(shape.elements() * dtype.sizeBytes());
        return new HostBatch(dtype, shape, ByteBuffer.allocateDirect(sizeBytes).order(ByteOrder.nativeOrder()));
    }

    /** On the device, in the current scope. */
    Tensor upload(Device device) {
        return Tensor.of(device, dtype, shape, bytes.duplicate());
    }
}
