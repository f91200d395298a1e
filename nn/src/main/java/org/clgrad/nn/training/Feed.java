package org.clgrad.nn.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.data.Batch;
import org.clgrad.nn.data.DataLoader;
import org.clgrad.nn.data.Dataset;

/** The way of batches to the device, through the same host memory each time. */
final class Feed {
    private static final double LARGEST_BYTE = 255;

    /** A batch on the device, in the current scope. */
    record Samples(Tensor inputs, Tensor targets) {}

    private final Dataset dataset;
    private final Device device;
    private final DType dtype;
    private final ByteBuffer inputBytes;
    private final ByteBuffer targetBytes;

    /** @param dtype the type in which the model computes */
    Feed(DataLoader loader, Device device, DType dtype) {
        this.dataset = loader.dataset();
        this.device = device;
        this.dtype = dtype;
        this.inputBytes = ByteBuffer.allocateDirect(loader.inputBytes()).order(ByteOrder.nativeOrder());
        this.targetBytes = ByteBuffer.allocateDirect(loader.targetBytes()).order(ByteOrder.nativeOrder());
    }

    /** Copies a batch to the device without waiting for it. */
    Samples upload(Batch batch) {
        batch.copyTo(inputBytes, targetBytes);
        Tensor inputs = upload(batch, dataset.inputType(), dataset.inputShape(), inputBytes);
        Tensor targets = upload(batch, dataset.targetType(), dataset.targetShape(), targetBytes);
        return new Samples(scaled(inputs), targets.dtype().isFloat() ? targets.to(dtype) : targets);
    }

    private Tensor upload(Batch batch, DType type, Shape sample, ByteBuffer bytes) {
        long[] sizes = new long[sample.rank() + 1];
        sizes[0] = batch.size();
        System.arraycopy(sample.toArray(), 0, sizes, 1, sample.rank());
        return Tensor.of(device, type, Shape.of(sizes), bytes);
    }

    /** Bytes become 0 … 1, the same number for a pixel on every device. */
    private Tensor scaled(Tensor inputs) {
        Tensor numbers = inputs.to(dtype);
        return inputs.dtype() == DType.U8 ? numbers.div(LARGEST_BYTE) : numbers;
    }
}
