package org.clgrad.engine;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a thread's work, and the only ambient state there is: what was made in it, and settings such as the
 * default device and the gradient mode. Use with try-with-resources:
 *
 * <pre>{@code
 * try (Scope scope = Scope.open()) {
 *   ...                       // everything made here is released at the end,
 *   scope.keep(result);       // except what is moved outward
 * }
 * }</pre>
 *
 * Scopes nest; settings are seen by inner scopes. Outside of any scope nothing is owned, and a tensor lives until it is
 * released by hand or by the garbage collector. A scope belongs to the thread that opened it.
 */
public final class Scope implements AutoCloseable {
    /** A setting's name and type. */
    public record Key<T>(String name, Class<T> type) {}

    private static final ThreadLocal<Deque<Scope>> OPEN = ThreadLocal.withInitial(ArrayDeque::new);

    // Scopes are opened around each operation, and most own nothing or say nothing: sets and maps are made when they
    // are needed.
    private @Nullable Set<Releasable> owned;
    private Map<Key<?>, Object> settings = Map.of();
    private final @Nullable Scope outer;

    private final boolean owns;

    private Scope(@Nullable Scope outer, boolean owns) {
        this.outer = outer;
        this.owns = owns;
    }

    /** Opens a scope inside the thread's innermost one. */
    public static Scope open() {
        Deque<Scope> open = OPEN.get();
        Scope scope = new Scope(innermostOwner(open), true);
        open.push(scope);
        return scope;
    }

    /** The thread's innermost scope that owns what is made, if one is open. */
    public static Optional<Scope> current() {
        return Optional.ofNullable(innermostOwner(OPEN.get()));
    }

    private static @Nullable Scope innermostOwner(Deque<Scope> open) {
        for (Scope scope : open) {
            if (scope.owns) {
                return scope;
            }
        }
        return null;
    }

    /** Runs something under a setting; what it makes belongs to the scope around. */
    public static <T, R> R withSetting(Key<T> key, T value, Supplier<R> action) {
        Deque<Scope> open = OPEN.get();
        Scope setting = new Scope(null, false).with(key, value);
        open.push(setting);
        try {
            return action.get();
        } finally {
            setting.close();
        }
    }

    /** A setting as the innermost scope that has it says. */
    public static <T> Optional<T> setting(Key<T> key) {
        for (Scope scope : OPEN.get()) {
            Object value = scope.settings.get(key);
            if (value != null) {
                return Optional.of(key.type().cast(value));
            }
        }
        return Optional.empty();
    }

    /** Sets a setting for this scope and those inside it. */
    public <T> Scope with(Key<T> key, T value) {
        if (settings.isEmpty()) {
            settings = Map.of(key, value);
        } else {
            settings = new HashMap<>(settings);
            settings.put(key, value);
        }
        return this;
    }

    /** Makes this scope the owner. */
    public void own(Releasable resource) {
        if (owned == null) {
            owned = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        owned.add(resource);
        resource.ownedBy(this);
    }

    /** Takes something off the list, so that nobody owns it; nothing happens if it is not on it. */
    public void disown(Releasable resource) {
        if (remove(resource)) {
            resource.ownedBy(null);
        }
    }

    /**
     * Moves something outward, to the scope around this one, or to nobody if there is none. What this scope does not own
     * stays where it is.
     *
     * @return the same thing
     */
    public <T extends Releasable> T keep(T resource) {
        if (remove(resource)) {
            if (outer != null) {
                outer.own(resource);
            } else {
                resource.ownedBy(null);
            }
        }
        return resource;
    }

    private boolean remove(Releasable resource) {
        return owned != null && owned.remove(resource);
    }

    /** Whether it is the owner. */
    public boolean owns(Releasable resource) {
        return owned != null && owned.contains(resource);
    }

    /** How many things it owns. */
    public int size() {
        return owned == null ? 0 : owned.size();
    }

    /**
     * Releases what it owns.
     *
     * @throws IllegalStateException if it is not the thread's innermost scope
     */
    @Override
    public void close() {
        Deque<Scope> open = OPEN.get();
        if (open.peek() != this) {
            throw new IllegalStateException("a scope is closed that is not the thread's innermost one");
        }
        open.pop();
        if (owned == null) {
            return;
        }
        RuntimeException failure = null;
        // A release may disown itself from this scope: iterate over a copy.
        for (Releasable resource : owned.toArray(new Releasable[0])) {
            try {
                resource.release();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        owned.clear();
        if (failure != null) {
            throw failure;
        }
    }
}
