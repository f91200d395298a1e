package org.clgrad.engine;

import org.jspecify.annotations.Nullable;

/** Kernels of an operation from outside cannot be read, or are none. */
public final class ProvidedOperationException extends DeviceException {
    ProvidedOperationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public boolean isRefusal() {
        return true;
    }
}
