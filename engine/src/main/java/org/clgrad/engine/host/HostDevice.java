package org.clgrad.engine.host;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceMemoryException;
import org.clgrad.engine.DeviceStatistics;
import org.clgrad.engine.Launching;
import org.clgrad.engine.MemoryCount;
import org.clgrad.engine.Storage;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Machine;
import org.clgrad.engine.routine.Routine;
import org.jspecify.annotations.Nullable;

/** Runs routines in plain Java; see the package's page. */
public final class HostDevice implements Device {
    /** The device's name. */
    public static final String NAME = "host";

    private final Capabilities capabilities;
    private final long memoryLimitBytes;
    private final HostExec exec = HostExec.parallel();
    private final MemoryCount memory = new MemoryCount();
    private long launches;
    private long uploadedBytes;
    private long downloadedBytes;

    private static final class HostStorage extends Storage {
        private final MemoryCount memory;
        private @Nullable ByteBuffer bytes;

        HostStorage(HostDevice device, MemoryCount memory, ByteBuffer bytes) {
            super(device, bytes.capacity());
            this.memory = memory;
            this.bytes = bytes;
            memory.allocated(bytes.capacity());
        }

        ByteBuffer bytes() {
            if (bytes == null) {
                throw new IllegalStateException("storage of " + sizeBytes() + " bytes is used after its release");
            }
            return bytes;
        }

        @Override
        protected void free() {
            bytes = null;
            memory.freed(sizeBytes());
        }
    }

    /** Opens the device; of limits it heeds those of memory and of one storage. */
    HostDevice(CapabilityLimits limits) {
        this.capabilities = limits.narrow(hostCapabilities());
        this.memoryLimitBytes = limits.memoryBytes().orElse(Long.MAX_VALUE);
    }

    static Capabilities hostCapabilities() {
        return new Capabilities(
                Machine.CPU,
                Runtime.getRuntime().availableProcessors(),
                1,
                0,
                Integer.MAX_VALUE,
                Runtime.getRuntime().maxMemory(),
                true,
                true,
                true,
                1,
                Long.MAX_VALUE);
    }

    @Override
    public String name() {
        return NAME;
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
        if (sizeBytes > capabilities.maxAllocationBytes()) {
            throw new DeviceMemoryException("host: " + sizeBytes + " bytes asked for, but one storage holds at most "
                    + capabilities.maxAllocationBytes());
        }
        if (sizeBytes > memoryLimitBytes - memory.liveBytes()) {
            throw new DeviceMemoryException("host: no memory for " + sizeBytes + " bytes; live " + memory.liveBytes()
                    + ", limited to " + memoryLimitBytes);
        }
        ByteBuffer bytes;
        try {
            bytes = ByteBuffer.allocateDirect((int) sizeBytes).order(ByteOrder.nativeOrder());
        } catch (OutOfMemoryError e) {
            throw new DeviceMemoryException(
                    "host: no memory for " + sizeBytes + " bytes; " + memory.liveBytes() + " are live", e);
        }
        return new HostStorage(this, memory, bytes);
    }

    @Override
    public synchronized List<TensorData> run(Routine routine, List<TensorData> inputs) {
        List<TensorData> outputs = Launching.outputs(this, routine, inputs);
        try {
            compute(routine, inputs, outputs);
        } catch (RuntimeException | OutOfMemoryError e) {
            outputs.forEach(output -> output.storage().release());
            throw e;
        }
        return outputs;
    }

    @Override
    public synchronized void run(Routine routine, List<TensorData> inputs, List<TensorData> outputs) {
        Launching.checkOutputs(this, routine, inputs, outputs);
        compute(routine, inputs, outputs);
    }

    private void compute(Routine routine, List<TensorData> inputs, List<TensorData> outputs) {
        routine.onHost(exec, new Args(arrays(inputs), arrays(outputs)));
        launches++;
    }

    private static List<HostArray> arrays(List<TensorData> tensors) {
        return tensors.stream().map(HostDevice::array).toList();
    }

    private static HostArray array(TensorData tensor) {
        ByteBuffer bytes = ((HostStorage) tensor.storage()).bytes();
        return new HostArray(bytes, tensor.offsetElements(), tensor.spec());
    }

    @Override
    public synchronized void upload(ByteBuffer source, TensorData target) {
        Launching.checkCopy("upload", this, target, source.remaining());
        uploadedBytes += source.remaining();
        array(target).bytes().put(source.duplicate());
        target.storage().changed("upload");
    }

    @Override
    public synchronized void download(TensorData source, ByteBuffer target) {
        Launching.checkCopy("download", this, source, target.remaining());
        downloadedBytes += target.remaining();
        target.duplicate().put(array(source).bytes());
    }

    @Override
    public void finish() {
        // Every run is done when it returns.
    }

    @Override
    public synchronized DeviceStatistics statistics() {
        return new DeviceStatistics(
                memory.liveStorages(),
                memory.liveBytes(),
                memory.peakBytes(),
                0,
                0,
                launches,
                uploadedBytes,
                downloadedBytes,
                0);
    }

    @Override
    public void close() {
        // The garbage collector takes the memory.
    }

    @Override
    public String toString() {
        return NAME;
    }
}
