package org.clgrad.engine;

import org.jspecify.annotations.Nullable;

/** Something that a {@link Scope} can own: it holds device memory until it is released. */
public interface Releasable {
    /**
     * Gives the memory back; again is no error and does nothing. Whoever is released takes itself off its owner's list
     * with {@link Scope#disown}.
     */
    void release();

    /** Told by a scope that it is the owner from now on; null: nobody is. */
    void ownedBy(@Nullable Scope scope);
}
