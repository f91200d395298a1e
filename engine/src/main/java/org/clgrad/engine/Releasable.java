package org.clgrad.engine;

/** Something that a {@link Scope} can own: it holds device memory until it is released. */
public interface Releasable {
    /** Gives the memory back; again is no error and does nothing. */
    void release();
}
