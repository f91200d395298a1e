package org.clgrad.engine.cache;

/** A program as it is kept: what it was built from, and what the driver made of that. */
public final class KeptProgram {
    private final ProgramKey key;
    private final byte[] binary;

    KeptProgram(ProgramKey key, byte[] binary) {
        this.key = key;
        this.binary = binary;
    }

    /** What it was built from. */
    public ProgramKey key() {
        return key;
    }

    /** What the driver made of it: the array itself, not a copy. */
    public byte[] binary() {
        return binary;
    }
}
