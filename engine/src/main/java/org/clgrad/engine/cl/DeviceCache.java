package org.clgrad.engine.cl;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clgrad.engine.cache.KeptProgram;
import org.clgrad.engine.cache.ProgramCache;
import org.clgrad.engine.cache.ProgramKey;
import org.clgrad.engine.routine.ProgramSource;

/**
 * What is kept on disk for one device: programs, and lists of those that a work took.
 *
 * @param programs all programs that are kept
 * @param name the device's own name, the same after an update of its driver
 * @param identity tells the device, its driver and their versions from all others
 */
public record DeviceCache(ProgramCache programs, String name, String identity) {
    /** A training has some dozens; a list of more is of something that runs everything. */
    private static final int MOST_LISTED = 256;

    /** Keeps nothing. */
    public static DeviceCache none() {
        return new DeviceCache(ProgramCache.none(), "", "");
    }

    boolean keepsNothing() {
        return programs.folder().isEmpty();
    }

    ProgramKey key(ProgramSource source) {
        return new ProgramKey(identity, source.name(), source.options(), source.text());
    }

    /** The same program on this device, by the driver that it has now. */
    ProgramKey here(ProgramKey program) {
        return new ProgramKey(identity, program.name(), program.options(), program.text());
    }

    /** The names of the programs that a work took when it was done last, in the order in which it took them. */
    List<String> takenBy(String work) {
        return programs.find(listOf(work))
                .map(list -> new String(list, StandardCharsets.UTF_8).lines().toList())
                .orElse(List.of());
    }

    /** The program of such a name, as this device's driver or an earlier one built it. */
    Optional<KeptProgram> find(String listed) {
        return programs.find(listed);
    }

    void noteTaken(String work, Collection<ProgramKey> taken) {
        String list =
                taken.stream().limit(MOST_LISTED).map(ProgramCache::nameOf).collect(Collectors.joining("\n"));
        byte[] content = list.getBytes(StandardCharsets.UTF_8);
        if (!taken.isEmpty() && !takenBy(work).equals(list.lines().toList())) {
            programs.keep(listOf(work), content);
        }
    }

    /** A list is kept as if it were the binary of a program without text. */
    private ProgramKey listOf(String work) {
        return new ProgramKey(name, "programs taken by " + work, "", "");
    }
}
