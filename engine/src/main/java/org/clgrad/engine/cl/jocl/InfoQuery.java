package org.clgrad.engine.cl.jocl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.clgrad.engine.cl.binding.ClException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jspecify.annotations.Nullable;

/** One of OpenCL's {@code clGet…Info} functions, with its object and its parameter bound. */
@FunctionalInterface
interface InfoQuery {

    /**
     * @param room bytes at {@code target}
     * @param target where the value goes, or null
     * @param size where the size of the value goes, or null
     * @return the error code
     */
    int run(long room, @Nullable Pointer target, long @Nullable [] size);

    /** The value as text, without the NUL characters and blanks that drivers put around it. */
    default String text(String call) {
        return StandardCharsets.UTF_8
                .decode(value(call))
                .toString()
                .replace("\0", "")
                .strip();
    }

    /**
     * The value as a number of 4 or 8 bytes.
     *
     * @throws IllegalArgumentException if the parameter is of another width
     */
    default long number(String call, int widthBytes) {
        ByteBuffer value = value(call);
        if (value.capacity() != widthBytes) {
            throw new IllegalArgumentException(
                    call + ": the value has " + value.capacity() + " bytes, but " + widthBytes + " were expected");
        }
        return widthBytes == Integer.BYTES ? value.getInt() : value.getLong();
    }

    /** The value as an array of {@code size_t}. */
    default long[] sizes(String call) {
        ByteBuffer value = value(call);
        long[] sizes = new long[value.capacity() / Sizeof.size_t];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Sizeof.size_t == Integer.BYTES ? Integer.toUnsignedLong(value.getInt()) : value.getLong();
        }
        return sizes;
    }

    private ByteBuffer value(String call) {
        long[] size = new long[1];
        ClException.check(call, run(0, null, size));
        ByteBuffer value = ByteBuffer.allocateDirect(Math.toIntExact(size[0])).order(ByteOrder.nativeOrder());
        ClException.check(call, run(size[0], Pointer.to(value), null));
        return value;
    }
}
