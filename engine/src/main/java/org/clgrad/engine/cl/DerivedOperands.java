package org.clgrad.engine.cl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.clgrad.engine.MemoryCount;
import org.clgrad.engine.routine.Derivation;
import org.jspecify.annotations.Nullable;

/**
 * What a device has made of lasting storages and keeps: weights in packed form, so that each is packed once for as long as its
 * elements stay the same and not once a run.
 *
 * <p>An operand is known by the storage that it was made of, as an object and not by its address, which is used again; by the
 * version of that; by the place of the first element in it; and by the packing, which holds shape, strides and types. It is
 * kept when it is asked for the second time at one version: a training that uses a weight once between two changes keeps
 * nothing and works as it would without. It goes when the storage changes or is freed, and, the one not used for longest first,
 * when all together would be more than a share of the device's memory. When memory is short all go, and
 * half as much is the limit from then on, so that a device whose memory is full does not make them again and again.
 *
 * <p>Storages that are not lasting are never seen here. Runs are serialised by the device, whose queue is in order, so what is
 * found here has been made before it is read; storages are freed and changed by any thread, hence the lock.
 */
final class DerivedOperands {
    /** The share of the device's memory that is theirs, as a divisor. The transformed weights of a VGG-16 are 235 MB. */
    private static final long SHARE = 8;

    /** Operands remembered of one storage; views beyond that push out those seen first. */
    private static final int OPERANDS_OF_A_STORAGE = 64;

    /** An operand that was asked for, and has been kept if it was asked for twice. */
    private static final class Known {
        private final ClStorage source;
        private final long packing;
        private final long offsetElements;
        private final long version;
        private @Nullable ClStorage operand;

        Known(ClStorage source, long packing, long offsetElements, long version) {
            this.source = source;
            this.packing = packing;
            this.offsetElements = offsetElements;
            this.version = version;
        }
    }

    private final MemoryCount memory = new MemoryCount();
    private final Map<Derivation.Packing, Long> numbers = new WeakHashMap<>();
    private final Map<ClStorage, List<Known>> known = new HashMap<>();
    /** Those that have an operand, the one used last at the end. */
    private final Set<Known> kept = new LinkedHashSet<>();

    private long nextNumber;
    private long limitBytes;

    /** @param memoryBytes the device's memory */
    DerivedOperands(long memoryBytes) {
        this.limitBytes = memoryBytes / SHARE;
    }

    /** A number that equal packings have in common, for as long as the plan lives that asked for it first. */
    synchronized long number(Derivation.Packing packing) {
        return numbers.computeIfAbsent(packing, p -> nextNumber++);
    }

    /** Bytes of all that is kept. */
    long sizeBytes() {
        return memory.liveBytes();
    }

    /** The operand made of a storage as it is now, if it was kept; with a reference more, for the caller to give back. */
    synchronized @Nullable ClStorage find(ClStorage source, long packing, long offsetElements) {
        Known found = lookUp(source, packing, offsetElements);
        if (found == null || found.operand == null || found.version != source.version()) {
            return null;
        }
        kept.remove(found);
        kept.add(found);
        found.operand.retain();
        return found.operand;
    }

    /**
     * Takes note of an operand that was not found and has been made. The second time it is kept, with a reference of its own.
     *
     * @param version of the source, from before it was made
     */
    synchronized void made(ClStorage source, long packing, long offsetElements, long version, ClStorage operand) {
        if (source.version() != version || source.isReleased()) {
            return;
        }
        Known found = lookUp(source, packing, offsetElements);
        if (found != null && found.version != version) {
            forget(source);
            found = null;
        }
        if (found == null) {
            note(new Known(source, packing, offsetElements, version));
        } else if (found.operand == null && operand.sizeBytes() <= limitBytes) {
            makeRoom(limitBytes - operand.sizeBytes());
            operand.retain();
            operand.countIn(memory);
            found.operand = operand;
            kept.add(found);
        }
    }

    private @Nullable Known lookUp(ClStorage source, long packing, long offsetElements) {
        for (Known each : known.getOrDefault(source, List.of())) {
            if (each.packing == packing && each.offsetElements == offsetElements) {
                return each;
            }
        }
        return null;
    }

    private void note(Known fresh) {
        List<Known> ofStorage = known.computeIfAbsent(fresh.source, source -> new ArrayList<>());
        if (ofStorage.size() == OPERANDS_OF_A_STORAGE) {
            letGo(ofStorage.remove(0));
        }
        ofStorage.add(fresh);
    }

    /** Gives up those not used for longest, until the others have no more than so many bytes. */
    private void makeRoom(long sizeBytes) {
        while (memory.liveBytes() > sizeBytes && !kept.isEmpty()) {
            letGo(kept.iterator().next());
        }
    }

    private void letGo(Known each) {
        ClStorage operand = each.operand;
        if (operand != null) {
            each.operand = null;
            kept.remove(each);
            operand.release();
        }
    }

    /** Forgets all that was made of a storage, which has changed or is gone. */
    synchronized void forget(ClStorage source) {
        List<Known> ofStorage = known.remove(source);
        if (ofStorage != null) {
            ofStorage.forEach(this::letGo);
        }
    }

    /** Gives all up, since memory is short, and keeps at most half as much from now on. */
    synchronized void giveUp() {
        if (!kept.isEmpty()) {
            limitBytes /= 2;
            makeRoom(0);
        }
    }

    /** Gives all up and keeps nothing more. */
    synchronized void close() {
        List.copyOf(known.keySet()).forEach(this::forget);
        limitBytes = -1;
    }
}
