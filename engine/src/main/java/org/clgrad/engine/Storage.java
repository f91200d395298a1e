package org.clgrad.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A piece of a device's memory with a reference count and a version.
 *
 * <p>Tensors, views and saved values hold references; when the last goes, the bytes return to the device's pool at once.
 * That is safe while launches are still under way, because a device runs them in order. The version rises with each
 * change in place, so that who kept a value can tell that it is no longer the one it kept.
 *
 * <p>A storage that is {@link #isLasting lasting}, as a parameter's is, tells its device that what is made of it is worth
 * keeping until the next change.
 */
public abstract class Storage {
    private final Device device;
    private final long sizeBytes;
    private final AtomicInteger references = new AtomicInteger(1);
    private final AtomicLong version = new AtomicLong();
    private volatile String lastChange = "nothing";
    private volatile boolean lasting;

    /** A storage with one reference, the caller's. */
    protected Storage(Device device, long sizeBytes) {
        this.device = device;
        this.sizeBytes = sizeBytes;
    }

    public final Device device() {
        return device;
    }

    /** The bytes that were asked for. */
    public final long sizeBytes() {
        return sizeBytes;
    }

    /** How often it has been changed in place. */
    public final long version() {
        return version.get();
    }

    /** Notes a change in place by an operation. Whoever lets a device write into a storage says so here, before it does. */
    public final void changed(String operation) {
        lastChange = operation;
        version.incrementAndGet();
        contentsChanged();
    }

    /** Is called after each change of the version, for what depends on the contents; perhaps by several threads. */
    protected void contentsChanged() {}

    /**
     * Says that many runs will read the contents before they change, as they do a weight's. The device may then keep what it
     * makes of them alone, such as a weight in packed form, until they change or the storage is freed; that costs memory.
     */
    public final void markLasting() {
        lasting = true;
    }

    /** Whether it was {@link #markLasting said} to be. */
    public final boolean isLasting() {
        return lasting;
    }

    /** The operation that changed it last. */
    public final String lastChange() {
        return lastChange;
    }

    /** How many references there are. */
    public final int references() {
        return references.get();
    }

    /** Whether the last reference is gone. */
    public final boolean isReleased() {
        return references.get() == 0;
    }

    /**
     * Takes a further reference.
     *
     * @throws IllegalStateException if the storage has been released
     */
    public final void retain() {
        if (references.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
            throw new IllegalStateException(
                    "storage of " + sizeBytes + " bytes on " + device.name() + " is used after its release");
        }
    }

    /**
     * Gives a reference back.
     *
     * @throws IllegalStateException if there is none left to give back
     */
    public final void release() {
        int before = references.getAndUpdate(n -> Math.max(0, n - 1));
        if (before == 0) {
            throw new IllegalStateException("storage of " + sizeBytes + " bytes on " + device.name()
                    + " is released more often than it was retained");
        }
        if (before == 1) {
            free();
        }
    }

    /** Returns the bytes to the device; called once. */
    protected abstract void free();
}
