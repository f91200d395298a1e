package org.clgrad.engine.routine.sort;

import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.scan.ScanLaunches;
import org.clgrad.engine.tensor.DType;

/**
 * The launches of a stable radix sort for plans of any routine: rows of unsigned integer keys, each with its place in its row.
 * Of equal keys the one that came first stays first, so what is sorted is in the same order on every device.
 *
 * <pre>{@code
 * // keys: a buffer of rows·length numbers below n, written by an earlier launch of the plan
 * RadixSort.Sorted sorted = new RadixSort(DType.I32, RadixSort.bitsBelow(n), rows, length).add(plan, keys);
 * file.launch().buffer(sorted.keys(), DType.I32).buffer(sorted.places(), DType.I32)…
 * }</pre>
 *
 * <p>There is one pass for each digit of the bits asked for: 8 bits of them on CPUs, 4 on GPUs. A pass is two launches and a
 * scan of its counts.
 *
 * @param keys I32 for keys of {@code uint}, I64 for keys of {@code ulong}
 * @param bits how many of the keys' low bits tell them apart; those above are passed over
 * @param rows how many rows there are, each sorted by itself
 * @param length keys of a row, below 2³¹
 */
public record RadixSort(DType keys, int bits, long rows, long length) {
    /** The kernels that do it, and how they cut rows into chunks. */
    enum Kernels {
        /** For CPUs: as many chunks as keep the work-items busy. */
        CHUNKS("radix_chunks"),
        /** For GPUs: chunks that a work-group goes through at once. */
        GROUP("radix_group");

        private final String file;

        Kernels(String file) {
            this.file = file;
        }

        String file() {
            return file;
        }
    }

    /** Work-items per compute unit that keep it busy while their times differ. */
    private static final long CHUNKS_PER_UNIT = 4;

    /** Keys below which a chunk is not worth the counts that it has of each digit. */
    private static final long LEAST_PER_CHUNK = 4096;

    /**
     * What is sorted, dense: [rows, length].
     *
     * @param keys in ascending order in each row, of the type that was given
     * @param places I32: where each key was in its row
     */
    public record Sorted(Slot keys, Slot places) {}

    public RadixSort {
        if ((keys != DType.I32 && keys != DType.I64) || bits < 0 || bits > 8 * keys.sizeBytes()) {
            throw new IllegalArgumentException(
                    "radix sort: keys are I32 or I64, of at most as many bits, got " + bits + " bits of " + keys);
        }
        Math.toIntExact(length);
    }

    /** How many bits tell integers from 0 to below n apart. */
    public static int bitsBelow(long n) {
        return n <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(n - 1);
    }

    /**
     * Adds the sort by the kernels made for this kind of machine, or by the others where these go wrong.
     *
     * @param from the keys, dense: [rows, length]; they stay as they are
     */
    public Sorted add(PlanBuilder plan, Slot from) {
        return add(plan, plan.eitherOf(Kernels.CHUNKS, Kernels.GROUP, Kernels::file), from);
    }

    /** Adds the sort by these kernels. */
    Sorted add(PlanBuilder plan, Kernels kernels, Slot from) {
        Passes passes = new Passes(plan, kernels);
        Sorted sorted = new Sorted(from, from);
        int count = Math.max(1, (bits + passes.digitBits - 1) / passes.digitBits);
        for (int pass = 0; pass < count; pass++) {
            sorted = passes.add(sorted, pass);
        }
        return sorted;
    }

    /** The passes of one sort, which share a program and their buffers. */
    private final class Passes {
        private final PlanBuilder plan;
        private final String name;
        private final KernelFile file;
        private final long radix;
        private final int digitBits;
        private final long perChunk;
        private final long chunks;
        private final Slot counts;
        private final Slot offsets;
        private final Sorted[] targets = new Sorted[2];

        Passes(PlanBuilder plan, Kernels kernels) {
            this.plan = plan;
            this.name = kernels.file();
            long most = Math.max(1, length);
            if (kernels == Kernels.CHUNKS) {
                long wanted = ceil(CHUNKS_PER_UNIT * plan.capabilities().computeUnits(), Math.max(1, rows));
                perChunk = Math.max(LEAST_PER_CHUNK, ceil(most, wanted));
                chunks = ceil(most, perChunk);
                file = open(Map.of("rows", rows, "chunks", chunks));
            } else {
                file = open(Map.of("rows", rows, "n", length));
                perChunk = (long) file.tunable("GROUP") * file.tunable("ITEMS");
                chunks = ceil(most, perChunk);
            }
            radix = file.tunable("RADIX");
            digitBits = Long.numberOfTrailingZeros(radix);
            long countBytes = Math.multiplyExact(rows * radix * chunks, DType.I32.sizeBytes());
            counts = plan.work(countBytes);
            offsets = plan.work(countBytes);
        }

        private KernelFile open(Map<String, Long> dims) {
            return plan.open(name, dims).acc(DType.I32).define("WIDE", keys == DType.I64);
        }

        /** Adds a pass by the digit of its number; the first one numbers the places. */
        Sorted add(Sorted from, int pass) {
            if (rows == 0 || length == 0) {
                return target(pass % 2);
            }
            int shift = pass * digitBits;
            file.launch(name + "_count")
                    .buffer(from.keys(), keys)
                    .buffer(counts, DType.I32)
                    .int64(length)
                    .int64(perChunk)
                    .int64(chunks)
                    .int32(shift)
                    .add();
            ScanLaunches.exclusiveSums(plan, counts, offsets, DType.I32, rows, radix * chunks);
            Sorted to = target(pass % 2);
            file.launch(name + "_move")
                    .buffer(from.keys(), keys)
                    .buffer(from.places(), DType.I32)
                    .buffer(offsets, DType.I32)
                    .buffer(to.keys(), keys)
                    .buffer(to.places(), DType.I32)
                    .int64(length)
                    .int64(perChunk)
                    .int64(chunks)
                    .int32(shift)
                    .int32(pass == 0 ? 1 : 0)
                    .add();
            return to;
        }

        private Sorted target(int which) {
            if (targets[which] == null) {
                long elements = Math.multiplyExact(rows, length);
                targets[which] = new Sorted(
                        plan.work(Math.multiplyExact(elements, keys.sizeBytes())),
                        plan.work(Math.multiplyExact(elements, DType.I32.sizeBytes())));
            }
            return targets[which];
        }
    }

    private static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }
}
