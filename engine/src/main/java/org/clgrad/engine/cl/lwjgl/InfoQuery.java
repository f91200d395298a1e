package org.clgrad.engine.cl.lwjgl;

import static org.lwjgl.system.MemoryStack.stackPush;
import static org.lwjgl.system.MemoryUtil.NULL;
import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memAlloc;
import static org.lwjgl.system.MemoryUtil.memFree;
import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memGetLong;
import static org.lwjgl.system.MemoryUtil.memUTF8;
import static org.lwjgl.system.Pointer.POINTER_SIZE;

import java.nio.ByteBuffer;
import org.clgrad.engine.cl.binding.ClException;
import org.lwjgl.system.MemoryStack;

/** One of OpenCL's {@code clGet…Info} functions, with its object and its parameter bound. */
@FunctionalInterface
interface InfoQuery {

    /**
     * @param room bytes at {@code target}
     * @param target where the value goes, or null
     * @param size where the size of the value goes, or null
     * @return the error code
     */
    int run(long room, long target, long size);

    /** The value as text, without the NUL characters and blanks that drivers put around it. */
    default String text(String call) {
        int bytes = sizeBytes(call);
        ByteBuffer value = memAlloc(bytes);
        try {
            ClException.check(call, run(bytes, memAddress(value), NULL));
            return memUTF8(value).replace("\0", "").strip();
        } finally {
            memFree(value);
        }
    }

    /**
     * The value as a number of 4 or 8 bytes.
     *
     * @throws IllegalArgumentException if the parameter is of another width
     */
    default long number(String call, int widthBytes) {
        int bytes = sizeBytes(call);
        if (bytes != widthBytes) {
            throw new IllegalArgumentException(
                    call + ": the value has " + bytes + " bytes, but " + widthBytes + " were expected");
        }
        try (MemoryStack stack = stackPush()) {
            long value = stack.nmalloc(bytes);
            ClException.check(call, run(bytes, value, NULL));
            return bytes == Integer.BYTES ? memGetInt(value) : memGetLong(value);
        }
    }

    /** The value as an array of {@code size_t}. */
    default long[] sizes(String call) {
        int bytes = sizeBytes(call);
        try (MemoryStack stack = stackPush()) {
            long values = stack.nmalloc(bytes);
            ClException.check(call, run(bytes, values, NULL));
            long[] sizes = new long[bytes / POINTER_SIZE];
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = memGetAddress(values + (long) i * POINTER_SIZE);
            }
            return sizes;
        }
    }

    private int sizeBytes(String call) {
        try (MemoryStack stack = stackPush()) {
            long size = stack.nmalloc(POINTER_SIZE);
            ClException.check(call, run(0, NULL, size));
            return Math.toIntExact(memGetAddress(size));
        }
    }
}
