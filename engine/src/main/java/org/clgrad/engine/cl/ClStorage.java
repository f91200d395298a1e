package org.clgrad.engine.cl;

import org.clgrad.engine.Storage;
import org.clgrad.engine.cl.binding.ClHandle;

/** A piece of a pool's block. */
final class ClStorage extends Storage {
    private final Pool pool;
    private final Pool.Block block;

    ClStorage(ClDevice device, Pool pool, Pool.Block block, long sizeBytes) {
        super(device, sizeBytes);
        this.pool = pool;
        this.block = block;
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

    @Override
    protected void free() {
        pool.free(block, sizeBytes());
    }
}
