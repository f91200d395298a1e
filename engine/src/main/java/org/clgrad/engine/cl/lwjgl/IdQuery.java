package org.clgrad.engine.cl.lwjgl;

import static org.lwjgl.system.MemoryStack.stackPush;
import static org.lwjgl.system.MemoryUtil.NULL;
import static org.lwjgl.system.MemoryUtil.memGetAddress;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.Pointer.POINTER_SIZE;

import java.util.stream.LongStream;
import org.clgrad.engine.cl.binding.Cl;
import org.clgrad.engine.cl.binding.ClException;
import org.lwjgl.system.MemoryStack;

/** One of OpenCL's functions that give a list of object addresses. */
@FunctionalInterface
interface IdQuery {

    /**
     * @param room addresses that fit at {@code ids}
     * @param ids where the addresses go, or null
     * @param count where their number goes, or null
     * @return the error code
     */
    int run(int room, long ids, long count);

    /**
     * The addresses.
     *
     * @param none the error code that means an empty list
     */
    default LongStream ids(String call, int none) {
        try (MemoryStack stack = stackPush()) {
            long count = stack.nint(0);
            int error = run(0, NULL, count);
            if (error == none && none != Cl.CL_SUCCESS) {
                return LongStream.empty();
            }
            ClException.check(call, error);
            int found = memGetInt(count);
            if (found == 0) {
                return LongStream.empty();
            }
            long ids = stack.nmalloc(POINTER_SIZE, found * POINTER_SIZE);
            ClException.check(call, run(found, ids, NULL));
            long[] addresses = new long[found];
            for (int i = 0; i < found; i++) {
                addresses[i] = memGetAddress(ids + (long) i * POINTER_SIZE);
            }
            return LongStream.of(addresses);
        }
    }
}
