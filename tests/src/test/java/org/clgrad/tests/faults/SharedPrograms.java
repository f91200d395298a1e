package org.clgrad.tests.faults;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.cl.binding.ClHandle.Context;
import org.clgrad.engine.cl.binding.ClHandle.Device;
import org.clgrad.engine.cl.binding.ClHandle.Program;
import org.clgrad.engine.cl.binding.ForwardingBinding;
import org.jspecify.annotations.Nullable;

/**
 * Devices that are opened one after the other share a context and its programs, which are given back at the end: so a
 * device is opened in milliseconds, where PoCL takes a tenth of a second for each program even from its cache.
 */
final class SharedPrograms extends ForwardingBinding implements AutoCloseable {
    private record Source(String text, String options) {}

    private final ClBinding next;
    private final Map<Source, Program> programs = new HashMap<>();
    private @Nullable Context context;

    SharedPrograms(ClBinding next) {
        super(next);
        this.next = next;
    }

    @Override
    public Context createContext(Device device) {
        if (context == null) {
            context = super.createContext(device);
        }
        return context;
    }

    @Override
    public Program buildProgram(Context context, Device device, String source, String options) {
        return programs.computeIfAbsent(
                new Source(source, options), s -> next.buildProgram(context, device, source, options));
    }

    @Override
    public void release(ClHandle.Owned handle) {
        if (!(handle instanceof Program || handle instanceof Context)) {
            super.release(handle);
        }
    }

    @Override
    public void close() {
        programs.values().forEach(next::release);
        next.release(Objects.requireNonNull(context));
    }
}
