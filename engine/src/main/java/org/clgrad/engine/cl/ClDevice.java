package org.clgrad.engine.cl;

import static org.clgrad.engine.cl.binding.Cl.*;

import java.nio.ByteBuffer;
import java.util.List;
import org.clgrad.engine.DebugMode;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceMemoryException;
import org.clgrad.engine.DeviceOpenException;
import org.clgrad.engine.DeviceStatistics;
import org.clgrad.engine.LaunchListener;
import org.clgrad.engine.Launching;
import org.clgrad.engine.MemoryCount;
import org.clgrad.engine.Storage;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.KernelCatalog;
import org.jspecify.annotations.Nullable;

/** An OpenCL device through one binding: a context with one stream and one pool. */
public final class ClDevice implements Device {
    private final ClBinding cl;
    private final String name;
    private final Target target;
    private final ClHandle.Context context;
    private final Stream stream;
    private final MemoryCount memory = new MemoryCount();
    private final Pool pool;
    private final DerivedOperands derived;
    private final Staging staging;
    private final Planner planner;
    private final Execution execution;
    private final Runnable afterClosing;
    private final Recovery recovery;
    private long uploadedBytes;
    private long downloadedBytes;
    private boolean closed;
    private long waits;

    /**
     * Opens a device.
     *
     * @param cl how to reach it
     * @param device which
     * @param name what to call it in messages
     * @param capabilities what kernels may use of it; may be less than it has
     * @param kernels where kernel sources are found
     * @param tuning what has been measured on it
     * @param cache what is kept of it on disk
     * @param afterClosing is run in the end, once the device is not needed any more
     */
    public ClDevice(
            ClBinding cl,
            ClHandle.Device device,
            String name,
            Capabilities capabilities,
            KernelCatalog kernels,
            Tuning tuning,
            DeviceCache cache,
            Runnable afterClosing) {
        this.cl = cl;
        this.name = name;
        this.target = new Target(capabilities, kernels, tuning);
        this.afterClosing = afterClosing;
        ClHandle.Context made = null;
        try {
            made = cl.createContext(device);
            this.stream = new Stream(cl, made, device, new Programs(cl, made, device, kernels, cache));
        } catch (ClException e) {
            ClHandle.Context opened = made;
            if (opened != null) {
                new Closer(e).run(() -> cl.release(opened));
            }
            throw new DeviceOpenException(
                    name, reason(e.code()), e.in("opening").on(name));
        }
        this.context = made;
        this.pool = new Pool(
                cl,
                this::createBuffer,
                capabilities.maxAllocationBytes(),
                capabilities.globalMemoryBytes(),
                !DebugMode.isOn());
        this.derived = new DerivedOperands(capabilities.globalMemoryBytes());
        this.planner = new Planner(cl, stream, target, derived::number);
        this.staging = new Staging(cl);
        this.recovery = new Recovery(name, this::makeRoom, this::memoryText);
        this.execution = new Execution(cl, stream, recovery, derived, this::allocate, this::finishStream);
    }

    /** What a failure to open a device means, as far as drivers agree. */
    private static String reason(int code) {
        return switch (code) {
            case CL_DEVICE_NOT_AVAILABLE -> "it is not available; another process may have it to itself";
            case CL_OUT_OF_RESOURCES, CL_OUT_OF_HOST_MEMORY, CL_MEM_OBJECT_ALLOCATION_FAILURE ->
                "memory is short, its own or the host's";
            case CL_INVALID_DEVICE -> "its driver has lost it";
            default -> "its driver refuses";
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String binding() {
        return cl.name();
    }

    @Override
    public Capabilities capabilities() {
        return target.capabilities();
    }

    /** What plans are made for. */
    public Target target() {
        return target;
    }

    private void checkUsable() {
        if (closed) {
            throw new IllegalStateException("device " + name + " is used after it was closed");
        }
        recovery.check();
    }

    // ---- Memory

    private ClHandle.Mem createBuffer(long sizeBytes) {
        return cl.createBuffer(context, CL_MEM_READ_WRITE, sizeBytes);
    }

    @Override
    public synchronized Storage allocate(long sizeBytes) {
        checkUsable();
        if (sizeBytes > capabilities().maxAllocationBytes()) {
            throw new DeviceMemoryException(name + ": " + sizeBytes + " bytes asked for, but one storage holds at most "
                    + capabilities().maxAllocationBytes());
        }
        Pool.Block block =
                recovery.attempt(() -> "an allocation of " + sizeBytes + " bytes", () -> pool.allocate(sizeBytes));
        return new ClStorage(this, pool, derived, block, sizeBytes, memory);
    }

    private void makeRoom() {
        stream.finish();
        derived.giveUp();
        pool.flush();
    }

    private String memoryText() {
        return "after giving back what was free, live are " + memory.liveBytes() + " bytes, cached "
                + pool.cachedBytes() + ", in all " + capabilities().globalMemoryBytes();
    }

    // ---- Running

    @Override
    public synchronized void expect(String work) {
        checkUsable();
        stream.expect(work);
    }

    @Override
    public synchronized List<TensorData> run(Routine routine, List<TensorData> inputs) {
        checkUsable();
        Launching.checkDevice(this, routine, inputs);
        List<TensorSpec> in = Launching.specs(inputs);
        PlanCache.Planned planned = recovery.attempt(routine::name, () -> planner.chosen(routine, in));
        List<TensorData> outputs = Launching.outputs(this, routine, inputs, planned.results());
        try {
            execution.run(planned.plan(), inputs, outputs, true);
        } catch (RuntimeException e) {
            outputs.forEach(output -> output.storage().release());
            throw e;
        }
        return outputs;
    }

    @Override
    public synchronized void run(Routine routine, List<TensorData> inputs, List<TensorData> outputs) {
        checkUsable();
        Launching.checkOutputs(this, routine, inputs, outputs);
        List<TensorSpec> in = Launching.specs(inputs);
        List<TensorSpec> out = Launching.specs(outputs);
        BoundPlan plan = recovery.attempt(routine::name, () -> planner.chosen(routine, in, out));
        execution.run(plan, inputs, outputs, true);
    }

    /**
     * Runs a given variant with given tunables, whatever would be chosen: for tests and tuners. The plan is not kept, nor
     * is what it derives of lasting storages: all that it says is done.
     *
     * @throws org.clgrad.engine.routine.IllegalTuningException if the kernel's header forbids these tunables here
     * @throws org.clgrad.engine.routine.UnfitException if the variant cannot do this here
     */
    public synchronized List<TensorData> run(Routine routine, Variant variant, Tuning tuning, List<TensorData> inputs) {
        checkUsable();
        List<TensorData> outputs = Launching.outputs(this, routine, inputs);
        try {
            execute(routine, variant, tuning, inputs, outputs);
        } catch (RuntimeException e) {
            outputs.forEach(output -> output.storage().release());
            throw e;
        }
        return outputs;
    }

    /** Like {@link #run(Routine, Variant, Tuning, List)}, into tensors that exist, whatever their strides. */
    public synchronized void run(
            Routine routine, Variant variant, Tuning tuning, List<TensorData> inputs, List<TensorData> outputs) {
        checkUsable();
        Launching.checkOutputs(this, routine, inputs, outputs);
        execute(routine, variant, tuning, inputs, outputs);
    }

    /**
     * Makes a given variant with given tunables ready for many runs on the same tensors: for tuners. Each run derives its
     * operands anew.
     *
     * @throws org.clgrad.engine.routine.IllegalTuningException if the kernel's header forbids these tunables here
     * @throws org.clgrad.engine.routine.UnfitException if the variant cannot do this here
     */
    public synchronized PreparedRun prepare(
            Routine routine, Variant variant, Tuning tuning, List<TensorData> inputs, List<TensorData> outputs) {
        checkUsable();
        Launching.checkOutputs(this, routine, inputs, outputs);
        BoundPlan plan = recovery.attempt(
                routine::name,
                () -> planner.given(routine, variant, tuning, Launching.specs(inputs), Launching.specs(outputs)));
        return new PreparedRun(this, plan, () -> {
            outputs.forEach(output -> output.storage().changed(routine.name()));
            execution.run(plan, inputs, outputs, false);
        });
    }

    private void execute(
            Routine routine, Variant variant, Tuning tuning, List<TensorData> inputs, List<TensorData> outputs) {
        List<TensorSpec> in = Launching.specs(inputs);
        List<TensorSpec> out = Launching.specs(outputs);
        recovery.once(routine::name, () -> {
            try (BoundPlan bound = planner.given(routine, variant, tuning, in, out)) {
                execution.run(bound, inputs, outputs, false);
            }
        });
    }

    // ---- Copies

    @Override
    public synchronized void upload(ByteBuffer source, TensorData target) {
        checkUsable();
        Launching.checkCopy("upload", this, target, source.remaining());
        target.storage().changed("upload");
        if (source.hasRemaining()) {
            ClStorage storage = (ClStorage) target.storage();
            long place = placeBytes(storage, target);
            recovery.attempt(
                    () -> "an upload of " + source.remaining() + " bytes",
                    () -> staging.upload(
                            source,
                            memory -> cl.enqueueWrite(stream.queue(), storage.mem(), place, memory, false, true)));
            uploadedBytes += source.remaining();
        }
    }

    @Override
    public synchronized void download(TensorData source, ByteBuffer target) {
        checkUsable();
        Launching.checkCopy("download", this, source, target.remaining());
        if (target.hasRemaining()) {
            ClStorage storage = (ClStorage) source.storage();
            long place = placeBytes(storage, source);
            waits++;
            recovery.attempt(() -> "a download of " + target.remaining() + " bytes", () -> {
                cl.enqueueRead(stream.queue(), storage.mem(), place, target, true, false);
            });
            downloadedBytes += target.remaining();
        }
    }

    private static long placeBytes(ClStorage storage, TensorData tensor) {
        return storage.offsetBytes()
                + tensor.offsetElements() * tensor.spec().dtype().sizeBytes();
    }

    @Override
    public synchronized void finish() {
        checkUsable();
        finishStream();
    }

    private void finishStream() {
        waits++;
        recovery.attempt(() -> "finish", stream::finish);
        recovery.once(
                () -> "finish",
                () -> new Closer().run(staging::finished).run(stream::report).end());
    }

    /** Tells a listener of each launch from now on, with its time on the device; null ends that. */
    public synchronized void listen(@Nullable LaunchListener listener) {
        checkUsable();
        finishStream();
        stream.listen(listener);
    }

    @Override
    public synchronized DeviceStatistics statistics() {
        return new DeviceStatistics(
                memory.liveStorages(),
                memory.liveBytes(),
                memory.peakBytes(),
                pool.cachedBytes(),
                derived.sizeBytes(),
                stream.launches(),
                uploadedBytes,
                downloadedBytes,
                waits + staging.waits());
    }

    /** How many kernel objects the plans hold that are kept for use again. */
    public synchronized long keptKernels() {
        return planner.keptKernels();
    }

    @Override
    public synchronized void close() {
        // Handles released twice end the process in the driver, and JUnit, for one, closes arguments of tests again.
        if (closed) {
            return;
        }
        closed = true;
        boolean lost = recovery.isLost();
        Closer closer = new Closer()
                .run(() -> recovery.attempt(() -> "closing", stream::finish))
                .run(staging::finished)
                .run(planner::close)
                .run(derived::close)
                .run(stream::close)
                .run(pool::close)
                .run(() -> cl.release(context))
                .run(afterClosing);
        // Of a lost device nothing else is to be expected, and its user has been told.
        if (!lost) {
            try {
                closer.end();
            } catch (ClException e) {
                throw e.in("closing").on(name);
            }
        }
    }

    @Override
    public String toString() {
        return name + " (" + cl.name() + ")";
    }
}
