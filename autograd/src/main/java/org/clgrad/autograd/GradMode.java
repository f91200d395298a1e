package org.clgrad.autograd;

import java.util.function.Supplier;
import org.clgrad.engine.Scope;

/** Whether operations make a graph: they do, except where a scope says otherwise. */
public final class GradMode {
    private static final Scope.Key<Boolean> ENABLED = new Scope.Key<>("gradient mode", Boolean.class);

    private GradMode() {}

    /** Whether operations of this thread make a graph now. */
    public static boolean isEnabled() {
        return Scope.setting(ENABLED).orElse(true);
    }

    /** Opens a scope in which no graph is made: {@code try (Scope scope = GradMode.noGrad()) {…}}. */
    public static Scope noGrad() {
        return set(Scope.open(), false);
    }

    /** Sets the mode for a scope and those inside it. */
    public static Scope set(Scope scope, boolean enabled) {
        return scope.with(ENABLED, enabled);
    }

    /** Runs something making a graph; tensors made in it belong to the scope around. */
    static <T> T with(Supplier<T> action) {
        return isEnabled() ? action.get() : Scope.withSetting(ENABLED, true, action);
    }

    /** Runs something without making a graph; tensors made in it belong to the scope around. */
    static <T> T without(Supplier<T> action) {
        return isEnabled() ? Scope.withSetting(ENABLED, false, action) : action.get();
    }
}
