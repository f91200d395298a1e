package org.clgrad.engine.cl;

import static org.clgrad.engine.cl.binding.Cl.CL_MEM_OBJECT_ALLOCATION_FAILURE;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a device's buffers for use again, because making one costs far more than a small kernel.
 *
 * <p>Policy: a request is rounded up to a size class, four classes to each power of two, so at most a quarter is wasted.
 * Small classes (up to {@value #SMALL_BYTES} bytes) are cut from slabs of {@value #SLAB_BYTES} bytes; larger ones are
 * buffers of their own. A freed block goes on its class's list and is taken from there first; slabs stay, buffers of
 * large blocks go back to the driver when memory is short ({@link #flush}). Reuse needs no waiting, since the stream runs
 * in order. It takes no more from the driver than the device's memory, because drivers that share the host's memory
 * would give more, and a limit set on purpose is known to nobody but the pool; a device of little memory has smaller
 * slabs, and with them a lower bound of what is small.
 *
 * <p>In {@link org.clgrad.engine.DebugMode} nothing is shared, rounded or used again: each block is a buffer of exactly its
 * size, and goes back to the driver when memory is short.
 */
final class Pool {
    static final long SMALL_BYTES = 1 << 20;
    static final long SLAB_BYTES = 8 << 20;
    /** Small blocks that a slab holds at least. */
    private static final long BLOCKS_OF_A_SLAB = SLAB_BYTES / SMALL_BYTES;
    /** Slabs that the device's memory holds at least. */
    private static final long LEAST_SLABS = 8;
    /** Alignment of blocks: the widest vector load (128 bytes), and what drivers ask of sub-buffers (256 or less). */
    private static final long ALIGNMENT_BYTES = 256;

    /**
     * @param mem the buffer
     * @param offsetBytes where in it
     * @param classBytes its size class
     */
    record Block(ClHandle.Mem mem, long offsetBytes, long classBytes) {}

    private final ClBinding cl;
    private final LongFunction<ClHandle.Mem> driver;
    private final long largestBytes;
    private final long memoryBytes;
    private final long slabBytes;
    private final boolean shares;
    private final Map<Long, Deque<Block>> free = new HashMap<>();
    private final Set<ClHandle.Mem> slabs = new HashSet<>();
    private final Set<ClHandle.Mem> large = new HashSet<>();
    private long cachedBytes;
    private long heldBytes;
    private ClHandle.@Nullable Mem slab;
    private long slabUsedBytes;

    /**
     * @param driver makes a buffer of so many bytes
     * @param largestBytes the driver's limit for one buffer; requests are not above it
     * @param memoryBytes the limit for all buffers together
     * @param shares whether it uses again what is freed, and cuts small blocks from slabs
     */
    Pool(ClBinding cl, LongFunction<ClHandle.Mem> driver, long largestBytes, long memoryBytes, boolean shares) {
        this.cl = cl;
        this.driver = driver;
        this.largestBytes = largestBytes;
        this.memoryBytes = memoryBytes;
        this.shares = shares;
        this.slabBytes = Math.min(SLAB_BYTES, Math.min(largestBytes, Math.max(1, memoryBytes / LEAST_SLABS)));
    }

    private ClHandle.Mem buffer(long sizeBytes) {
        if (sizeBytes > memoryBytes - heldBytes) {
            // What the driver of a device with no more memory would say.
            throw new ClException("clCreateBuffer", CL_MEM_OBJECT_ALLOCATION_FAILURE, sizeBytes + " bytes");
        }
        ClHandle.Mem mem = driver.apply(sizeBytes);
        heldBytes += sizeBytes;
        return mem;
    }

    /** The size class of a request: the next of 4, 5, 6, 7 eighths of a power of two, 256 bytes at least. */
    static long classBytes(long sizeBytes) {
        long aligned = (Math.max(1, sizeBytes) + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
        long step = Math.max(ALIGNMENT_BYTES, Long.highestOneBit(aligned) / 4);
        return (aligned + step - 1) / step * step;
    }

    synchronized Block allocate(long sizeBytes) {
        long classBytes = shares ? Math.min(classBytes(sizeBytes), largestBytes) : Math.max(1, sizeBytes);
        Deque<Block> list = free.get(classBytes);
        Block block = list == null || !shares ? null : list.poll();
        if (block != null) {
            cachedBytes -= classBytes;
        } else if (shares && classBytes <= slabBytes / BLOCKS_OF_A_SLAB) {
            block = cut(classBytes);
        } else {
            ClHandle.Mem mem = buffer(classBytes);
            large.add(mem);
            block = new Block(mem, 0, classBytes);
        }
        return block;
    }

    private Block cut(long classBytes) {
        ClHandle.Mem mem = slab;
        if (mem == null || slabUsedBytes + classBytes > slabBytes) {
            mem = buffer(slabBytes);
            slabs.add(mem);
            slab = mem;
            slabUsedBytes = 0;
        }
        Block block = new Block(mem, slabUsedBytes, classBytes);
        slabUsedBytes += classBytes;
        return block;
    }

    synchronized void free(Block block) {
        free.computeIfAbsent(block.classBytes(), c -> new ArrayDeque<>()).push(block);
        cachedBytes += block.classBytes();
    }

    synchronized long cachedBytes() {
        return cachedBytes;
    }

    /** Gives the large blocks that nobody uses back to the driver. */
    synchronized void flush() {
        List<ClHandle.Mem> released = new ArrayList<>();
        for (Deque<Block> list : free.values()) {
            list.removeIf(block -> {
                boolean gives = large.remove(block.mem());
                if (gives) {
                    released.add(block.mem());
                    cachedBytes -= block.classBytes();
                    heldBytes -= block.classBytes();
                }
                return gives;
            });
        }
        Closer closer = new Closer();
        released.forEach(mem -> closer.run(() -> cl.release(mem)));
        closer.end();
    }

    /** Gives everything back; blocks still in use are invalid. */
    synchronized void close() {
        Closer closer = new Closer();
        slabs.forEach(mem -> closer.run(() -> cl.release(mem)));
        large.forEach(mem -> closer.run(() -> cl.release(mem)));
        slabs.clear();
        slab = null;
        large.clear();
        free.clear();
        cachedBytes = 0;
        heldBytes = 0;
        closer.end();
    }
}
