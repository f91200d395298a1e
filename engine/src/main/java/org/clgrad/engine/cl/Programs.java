package org.clgrad.engine.cl;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.clgrad.engine.cache.KeptProgram;
import org.clgrad.engine.cache.ProgramKey;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.routine.ProgramSource;
import org.clgrad.kernels.KernelCatalog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs of a device, each loaded or built when it is first asked for, or before, where it is known what will be:
 * then several at once, in threads of their own. They are kept until the device is closed. What is built from source is
 * loaded by the next process that has the same cache.
 *
 * <p>Drivers differ in what they gain from several threads; PoCL 3.1 builds one program at a time, whoever asks.
 */
final class Programs {
    private static final Logger log = LoggerFactory.getLogger(Programs.class);

    /** Room enough that who asks for one program hardly ever waits for another, since a map locks by its bins. */
    private static final int BINS = 4096;

    private static final int MOST_THREADS = 4;

    private final ClBinding cl;
    private final ClHandle.Context context;
    private final ClHandle.Device device;
    private final KernelCatalog kernels;
    private final DeviceCache cache;
    private final BinaryWriter writer;
    private final Background ahead;
    private final Map<ProgramKey, ClHandle.Program> ready = new ConcurrentHashMap<>(BINS);
    private final Set<ProgramKey> taken = new LinkedHashSet<>();
    private @Nullable String work;

    Programs(ClBinding cl, ClHandle.Context context, ClHandle.Device device, KernelCatalog kernels, DeviceCache cache) {
        this.cl = cl;
        this.context = context;
        this.device = device;
        this.kernels = kernels;
        this.cache = cache;
        this.writer = new BinaryWriter(cl, cache);
        int spareCores = Runtime.getRuntime().availableProcessors() - 1;
        this.ahead = new Background("clgrad programs", Math.max(1, Math.min(spareCores, MOST_THREADS)));
    }

    /** The program of a source. */
    ClHandle.Program get(ProgramSource source) {
        ProgramKey key = cache.key(source);
        taken.add(key);
        return ready.computeIfAbsent(
                key, k -> cache.programs().find(k).flatMap(b -> loaded(k, b)).orElseGet(() -> built(k)));
    }

    /** Begins to load or build what a work of this name took the last time. */
    void expect(String next) {
        noteTaken();
        work = next;
        ahead.each(cache.takenBy(next), this::prepare);
    }

    /** What fails here is tried again, and reported, when it is asked for. */
    private void prepare(String listed) {
        try {
            cache.find(listed).filter(this::isCurrent).ifPresent(this::prepare);
        } catch (ClException e) {
            log.debug("nothing prepared of {}: {}", listed, e.getMessage());
        }
    }

    /** Whether the kernel's file is still the one that the program was built from. */
    private boolean isCurrent(KeptProgram kept) {
        return kernels.find(kept.key().name())
                .filter(kernel -> kept.key().text().endsWith(kernel.text()))
                .isPresent();
    }

    private void prepare(KeptProgram kept) {
        ProgramKey key = cache.here(kept.key());
        boolean byThisDriver = key.equals(kept.key());
        ready.computeIfAbsent(key, k -> (byThisDriver ? loaded(k, kept.binary()) : Optional.<ClHandle.Program>empty())
                .orElseGet(() -> built(k)));
    }

    /** The program that was kept; a driver that refuses what it gave before has it built anew. */
    private Optional<ClHandle.Program> loaded(ProgramKey key, byte[] binary) {
        try {
            return Optional.of(cl.loadProgram(context, device, binary, key.options()));
        } catch (ClException e) {
            log.debug("the driver refuses its binary of {}: {}", key.name(), e.getMessage());
            return Optional.empty();
        }
    }

    private ClHandle.Program built(ProgramKey key) {
        ClHandle.Program program = cl.buildProgram(context, device, key.text(), key.options());
        writer.add(key, program);
        return program;
    }

    private void noteTaken() {
        if (work != null) {
            cache.noteTaken(work, taken);
        }
        taken.clear();
    }

    void close() {
        Closer closer = new Closer();
        closer.run(ahead::close);
        closer.run(writer::close);
        closer.run(this::noteTaken);
        ready.values().forEach(program -> closer.run(() -> cl.release(program)));
        ready.clear();
        closer.end();
    }
}
