package org.clgrad.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** What every reader owes to a file that it does not take: an error of one line that names it, and little memory. */
public final class Rejection {
    /** Far below what any of the hostile files claims to hold, far above what reading a small file takes. */
    private static final long ALLOWED_BYTES = 8L << 20;

    private Rejection() {}

    /** Reads a file that must be rejected; returns the message. */
    public static String of(Path file, Runnable read) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        try {
            read.run();
        } catch (DataException rejection) {
            long allocated = threads.getThreadAllocatedBytes(thread) - before;
            String message = String.valueOf(rejection.getMessage());
            assertThat(message).startsWith(file.toString()).hasLineCount(1);
            assertThat(allocated).as("bytes allocated to reject %s", file).isLessThan(ALLOWED_BYTES);
            return message;
        }
        throw new AssertionError("accepted: " + file);
    }
}
