package org.clgrad.engine;

import java.nio.ByteBuffer;
import java.util.List;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * A place where tensors live and routines run. Launches are asynchronous and happen in order; only {@link #download} and
 * {@link #finish} wait, and {@link #upload} where the device has fallen behind. A device may be used from several threads;
 * each call is then one step in the order.
 *
 * <p>What fails throws a {@link DeviceException} and leaves nothing behind; since launches are asynchronous, that may be a
 * later call than the one at fault. The device can be used on, unless it is a {@link DeviceLostException}.
 */
public interface Device extends AutoCloseable {
    /** The device's own name, as its driver gives it; {@code host} for the Java device. */
    String name();

    /** The binding that reaches it: {@code lwjgl}, {@code jocl}; {@code java} for the host. */
    String binding();

    Capabilities capabilities();

    /**
     * Says which work begins, by a name of the caller's choice. A device may remember what it took, and the next time
     * prepare that, programs for example, while the caller does something else. Results are the same without.
     */
    default void expect(String work) {}

    /**
     * Memory with one reference, the caller's; its contents are undefined.
     *
     * @throws DeviceMemoryException if there is not enough, after all that is cached was given back
     */
    Storage allocate(long sizeBytes);

    /** A dense tensor in storage of its own, with one reference, the caller's; its contents are undefined. */
    default TensorData allocate(TensorSpec spec) {
        TensorSpec dense = TensorSpec.of(spec.dtype(), spec.shape());
        return new TensorData(allocate(dense.sizeBytes()), 0, dense);
    }

    /**
     * Runs a routine: the only way to launch. Its outputs are new, with one reference each, the caller's; those that the
     * routine changes in place are the inputs themselves, with a further reference and a new version.
     *
     * @throws org.clgrad.engine.tensor.MismatchException if the inputs do not fit the routine or live elsewhere
     */
    List<TensorData> run(Routine routine, List<TensorData> inputs);

    /**
     * Runs a routine into tensors that exist, whatever their strides; their storages' versions rise.
     *
     * @throws org.clgrad.engine.tensor.MismatchException if inputs or outputs do not fit the routine or live elsewhere
     */
    void run(Routine routine, List<TensorData> inputs, List<TensorData> outputs);

    /**
     * Copies the remaining bytes of a buffer into a dense tensor of just so many bytes, in order with the launches. The
     * buffer may be used again when the call returns. The call does not wait for launches before it, unless several
     * uploads are still waiting for theirs: so the host cannot run ahead of the device without end.
     */
    void upload(ByteBuffer source, TensorData target);

    /** Copies a dense tensor into the remaining bytes of a direct buffer, waiting for all launches before. */
    void download(TensorData source, ByteBuffer target);

    /** Waits until all launches are done. */
    void finish();

    /** Counts since the device was opened, and what is alive now. */
    DeviceStatistics statistics();

    /**
     * Releases everything, as far as that can be done; storage still alive is invalid afterwards. Again does nothing.
     *
     * @throws DeviceException what failed first, after all else was released; never of a device that was lost before
     */
    @Override
    void close();
}
