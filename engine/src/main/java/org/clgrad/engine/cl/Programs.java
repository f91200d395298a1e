package org.clgrad.engine.cl;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.routine.ProgramSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs of a device, each loaded or built when it is first asked for, and kept until the device is closed. What is
 * built from source is loaded by the next process that has the same cache.
 */
final class Programs {
    private static final Logger log = LoggerFactory.getLogger(Programs.class);

    private final ClBinding cl;
    private final ClHandle.Context context;
    private final ClHandle.Device device;
    private final DeviceCache cache;
    private final BinaryWriter writer;
    private final Map<ProgramSource, ClHandle.Program> ready = new HashMap<>();

    Programs(ClBinding cl, ClHandle.Context context, ClHandle.Device device, DeviceCache cache) {
        this.cl = cl;
        this.context = context;
        this.device = device;
        this.cache = cache;
        this.writer = new BinaryWriter(cl, cache);
    }

    /** The program of a source. */
    ClHandle.Program get(ProgramSource source) {
        return ready.computeIfAbsent(source, s -> loaded(s).orElseGet(() -> built(s)));
    }

    /** The program as it was kept, if it was; a driver that refuses what it gave before has it built anew. */
    private Optional<ClHandle.Program> loaded(ProgramSource source) {
        try {
            return cache.find(source).map(binary -> cl.loadProgram(context, device, binary, source.options()));
        } catch (ClException e) {
            log.debug("the driver refuses its binary of {}: {}", source.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private ClHandle.Program built(ProgramSource source) {
        ClHandle.Program program = cl.buildProgram(context, device, source.text(), source.options());
        writer.add(source, program);
        return program;
    }

    void close() {
        Closer closer = new Closer();
        closer.run(writer::close);
        ready.values().forEach(program -> closer.run(() -> cl.release(program)));
        ready.clear();
        closer.end();
    }
}
