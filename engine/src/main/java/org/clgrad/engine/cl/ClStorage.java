package org.clgrad.engine.cl;

import org.clgrad.engine.MemoryCount;
import org.clgrad.engine.Storage;
import org.clgrad.engine.cl.binding.ClHandle;

/** A piece of a pool's block. */
final class ClStorage extends Storage {
    private final Pool pool;
    private final DerivedOperands derived;
    private final Pool.Block block;
    private volatile MemoryCount count;

    /**
     * @param derived what is kept of it, if it comes to be lasting
     * @param count where it is counted
     */
    ClStorage(
            ClDevice device, Pool pool, DerivedOperands derived, Pool.Block block, long sizeBytes, MemoryCount count) {
        super(device, sizeBytes);
        this.pool = pool;
        this.derived = derived;
        this.block = block;
        this.count = count;
        count.allocated(sizeBytes);
    }

    ClHandle.Mem mem() {
        if (isReleased()) {
            throw new IllegalStateException(
                    "storage of " + sizeBytes() + " bytes on " + device().name() + " is used after its release");
        }
        return block.mem();
    }

    long offsetBytes() {
        return block.offsetBytes();
    }

    /** From now on it is counted elsewhere. */
    void countIn(MemoryCount other) {
        count.freed(sizeBytes());
        other.allocated(sizeBytes());
        count = other;
    }

    @Override
    protected void contentsChanged() {
        if (isLasting()) {
            derived.forget(this);
        }
    }

    @Override
    protected void free() {
        if (isLasting()) {
            derived.forget(this);
        }
        pool.free(block);
        count.freed(sizeBytes());
    }
}
