package org.clgrad.engine.cl;

import java.util.Optional;
import org.clgrad.engine.cache.ProgramCache;
import org.clgrad.engine.cache.ProgramKey;
import org.clgrad.engine.routine.ProgramSource;

/**
 * What is kept on disk for one device.
 *
 * @param programs all programs that are kept
 * @param device tells the device, its driver and their versions from all others
 */
public record DeviceCache(ProgramCache programs, String device) {
    /** Keeps nothing. */
    public static DeviceCache none() {
        return new DeviceCache(ProgramCache.none(), "");
    }

    Optional<byte[]> find(ProgramSource source) {
        return programs.find(key(source));
    }

    void keep(ProgramSource source, byte[] binary) {
        programs.keep(key(source), binary);
    }

    boolean keepsNothing() {
        return programs.folder().isEmpty();
    }

    private ProgramKey key(ProgramSource source) {
        return new ProgramKey(device, source.name(), source.options(), source.text());
    }
}
