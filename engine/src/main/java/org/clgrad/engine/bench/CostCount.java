package org.clgrad.engine.bench;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceStatistics;
import org.clgrad.engine.Launching;
import org.clgrad.engine.MemoryCount;
import org.clgrad.engine.Storage;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * A device that computes nothing and adds up what the routines that it is given cost: what a whole training step comes to
 * is known in milliseconds. Its storages have no memory, and what is downloaded from it is what was in the buffer.
 */
public final class CostCount implements Device {
    private final Capabilities capabilities;
    private final BiConsumer<Routine, List<TensorSpec>> listener;
    private final MemoryCount memory = new MemoryCount();
    private long launches;
    private long flops;
    private long bytes;

    private static final class EmptyStorage extends Storage {
        private final MemoryCount memory;

        EmptyStorage(CostCount device, long sizeBytes) {
            super(device, sizeBytes);
            this.memory = device.memory;
            memory.allocated(sizeBytes);
        }

        @Override
        protected void free() {
            memory.freed(sizeBytes());
        }
    }

    /** @param capabilities of the device in whose place it stands */
    public CostCount(Capabilities capabilities) {
        this(capabilities, (routine, in) -> {});
    }

    /**
     * One that is listened to.
     *
     * @param capabilities of the device in whose place it stands
     * @param listener is told of each routine that is run, and of its inputs
     */
    public CostCount(Capabilities capabilities, BiConsumer<Routine, List<TensorSpec>> listener) {
        this.capabilities = capabilities;
        this.listener = listener;
    }

    /** What all routines together cost that were run so far. */
    public Cost total() {
        return new Cost(flops, bytes);
    }

    @Override
    public String name() {
        return "cost count";
    }

    @Override
    public String binding() {
        return "java";
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Storage allocate(long sizeBytes) {
        return new EmptyStorage(this, sizeBytes);
    }

    @Override
    public List<TensorData> run(Routine routine, List<TensorData> inputs) {
        List<TensorData> outputs = Launching.outputs(this, routine, inputs);
        add(routine, inputs);
        return outputs;
    }

    @Override
    public void run(Routine routine, List<TensorData> inputs, List<TensorData> outputs) {
        Launching.checkOutputs(this, routine, inputs, outputs);
        add(routine, inputs);
    }

    private void add(Routine routine, List<TensorData> inputs) {
        List<TensorSpec> in = Launching.specs(inputs);
        listener.accept(routine, in);
        Cost cost = routine.cost(in);
        flops += cost.flops();
        bytes += cost.bytes();
        launches++;
    }

    @Override
    public void upload(ByteBuffer source, TensorData target) {
        Launching.checkCopy("upload", this, target, source.remaining());
        target.storage().changed("upload");
    }

    @Override
    public void download(TensorData source, ByteBuffer target) {
        Launching.checkCopy("download", this, source, target.remaining());
    }

    @Override
    public void finish() {}

    @Override
    public DeviceStatistics statistics() {
        return new DeviceStatistics(
                memory.liveStorages(), memory.liveBytes(), memory.peakBytes(), 0, 0, launches, 0, 0, 0);
    }

    @Override
    public void close() {}
}
