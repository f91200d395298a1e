package org.clgrad.engine;

/**
 * Whether this process looks for mistakes at the cost of speed: {@code -Dclgrad.debug=true}. Then tensors remember where
 * they were made, so that those left to the garbage collector can be named; and each storage is a new buffer of its own and
 * of exactly its size, so that a tool that watches buffers (Oclgrind) sees every access outside of a storage, and every
 * read of what was not written.
 */
public final class DebugMode {
    private static final boolean ON = Boolean.getBoolean("clgrad.debug");

    private DebugMode() {}

    public static boolean isOn() {
        return ON;
    }
}
