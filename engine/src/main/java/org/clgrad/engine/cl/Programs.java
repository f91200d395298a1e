package org.clgrad.engine.cl;

import java.util.HashMap;
import java.util.Map;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.routine.ProgramSource;

/** The programs of a device, each built when it is first asked for and kept until the device is closed. */
final class Programs {
    private final ClBinding cl;
    private final ClHandle.Context context;
    private final ClHandle.Device device;
    private final Map<ProgramSource, ClHandle.Program> built = new HashMap<>();

    Programs(ClBinding cl, ClHandle.Context context, ClHandle.Device device) {
        this.cl = cl;
        this.context = context;
        this.device = device;
    }

    /** The program of a source. */
    ClHandle.Program get(ProgramSource source) {
        return built.computeIfAbsent(source, s -> cl.buildProgram(context, device, s.text(), s.options()));
    }

    void close() {
        Closer closer = new Closer();
        built.values().forEach(program -> closer.run(() -> cl.release(program)));
        built.clear();
        closer.end();
    }
}
