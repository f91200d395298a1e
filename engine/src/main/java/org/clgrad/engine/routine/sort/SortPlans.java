package org.clgrad.engine.routine.sort;

import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelFile.LaunchBuilder;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.scan.Lines;
import org.clgrad.engine.tensor.DType;

/** The launches of {@link Sort}, put together for one plan. */
final class SortPlans {
    static final String HEAPS = "topk_heaps";
    static final String ROWS = "sort_rows";
    static final String BITONIC = "sort_bitonic";

    /** The longest line that merging sorts as soon as digits do, or sooner; measured, see the decisions. */
    static final long LONGEST_ROW = 128;

    /** The most that are kept in a heap, so that it stays in a core's cache. */
    static final long LARGEST_HEAP = 2048;

    /** So many chunks the kernel can merge at most. */
    private static final long MOST_CHUNKS = 64;

    /** Work-items per compute unit that keep it busy while their times differ. */
    private static final long CHUNKS_PER_UNIT = 4;

    /** Elements below which a chunk is not worth its heap. */
    private static final long LEAST_PER_CHUNK = 4096;

    private final PlanBuilder plan;
    private final Lines x;
    private final SortKeys keys;
    private final long taken;

    private SortPlans(PlanBuilder plan, Sort sort) {
        this.plan = plan;
        x = Lines.of(plan, 0, sort.axis());
        keys = new SortKeys(x.dtype(), sort.descending());
        taken = sort.taken(x.length());
    }

    /** All keys are sorted by their digits, and as many as are asked for are taken. */
    static void radix(PlanBuilder plan, Sort sort, RadixSort.Kernels kernels) {
        new SortPlans(plan, sort).radix(kernels);
    }

    /** Each line is sorted by one work-item. */
    static void rows(PlanBuilder plan, Sort sort) {
        new SortPlans(plan, sort).rows();
    }

    /** The first few of each chunk of a line are kept in a heap. */
    static void heaps(PlanBuilder plan, Sort sort) {
        new SortPlans(plan, sort).heaps();
    }

    /** The first few of each tile of a line are sorted in local memory. */
    static void bitonic(PlanBuilder plan, Sort sort) {
        new SortPlans(plan, sort).bitonic();
    }

    private boolean isNothing() {
        return x.count() * taken == 0;
    }

    private void radix(RadixSort.Kernels kernels) {
        if (!isNothing()) {
            Slot from = keys.add(plan, x);
            RadixSort sort = new RadixSort(keys.type(), keys.bits(), x.count(), x.length());
            keys.take(plan, x, sort.add(plan, kernels, from).places(), x.length(), taken);
        }
    }

    private void rows() {
        if (isNothing()) {
            return;
        }
        long elements = Math.multiplyExact(x.count(), x.length());
        LaunchBuilder launch = keys.open(plan, ROWS, Map.of("lines", x.count()))
                .launch()
                .buffer(x.slot(), x.dtype())
                .buffer(plan.denseOut(0), x.dtype())
                .buffer(plan.denseOut(1), DType.I64);
        for (int i = 0; i < 2; i++) {
            launch.buffer(work(elements, keys.type()), keys.type()).buffer(work(elements, DType.I32), DType.I32);
        }
        SortKeys.walk(launch, x).int64(x.length()).int64(taken).add();
    }

    private void heaps() {
        if (isNothing()) {
            return;
        }
        long wanted =
                Math.min(MOST_CHUNKS, ceil(CHUNKS_PER_UNIT * plan.capabilities().computeUnits(), x.count()));
        long perChunk = Math.max(Math.max(LEAST_PER_CHUNK, taken), ceil(x.length(), wanted));
        long chunks = ceil(x.length(), perChunk);
        long kept = Math.multiplyExact(x.count() * chunks, taken);
        Slot keyHeaps = work(kept, keys.type());
        Slot placeHeaps = work(kept, DType.I32);
        KernelFile file = keys.open(plan, HEAPS, Map.of("lines", x.count(), "chunks", chunks));
        LaunchBuilder heaps = file.launch()
                .buffer(x.slot(), x.dtype())
                .buffer(keyHeaps, keys.type())
                .buffer(placeHeaps, DType.I32);
        SortKeys.walk(heaps, x)
                .int64(x.length())
                .int64(taken)
                .int64(perChunk)
                .int64(chunks)
                .add();
        LaunchBuilder merge = file.launch(HEAPS + "_merge")
                .buffer(x.slot(), x.dtype())
                .buffer(keyHeaps, keys.type())
                .buffer(placeHeaps, DType.I32)
                .buffer(plan.denseOut(0), x.dtype())
                .buffer(plan.denseOut(1), DType.I64);
        SortKeys.walk(merge, x)
                .int64(x.length())
                .int64(taken)
                .int64(perChunk)
                .int64(chunks)
                .add();
    }

    private void bitonic() {
        if (isNothing()) {
            return;
        }
        Round round = round(x.length());
        LaunchBuilder first = round.file
                .launch()
                .buffer(x.slot(), x.dtype())
                .buffer(round.keys, keys.type())
                .buffer(round.places, DType.I32);
        round.tell(SortKeys.walk(first, x)).add();
        while (round.kept > taken) {
            Round next = round(round.kept);
            LaunchBuilder again = next.file
                    .launch(BITONIC + "_again")
                    .buffer(round.keys, keys.type())
                    .buffer(round.places, DType.I32)
                    .buffer(next.keys, keys.type())
                    .buffer(next.places, DType.I32);
            next.tell(again).add();
            round = next;
        }
        keys.take(plan, x, round.places, round.kept, taken);
    }

    /** Tiles of n keys in each line, and where they put what they keep. */
    private Round round(long n) {
        KernelFile file = keys.open(plan, BITONIC, Map.of("lines", x.count(), "n", n, "taken", taken));
        long tile = file.tunable("TILE");
        long last = (ceil(n, tile) - 1) * tile;
        long kept = last / tile * taken + Math.min(taken, n - last);
        return new Round(
                file,
                n,
                Math.min(n, tile),
                kept,
                work(x.count() * kept, keys.type()),
                work(x.count() * kept, DType.I32));
    }

    private final class Round {
        private final KernelFile file;
        private final long n;
        private final long most;
        private final long kept;
        private final Slot keys;
        private final Slot places;

        Round(KernelFile file, long n, long most, long kept, Slot keys, Slot places) {
            this.file = file;
            this.n = n;
            this.most = most;
            this.kept = kept;
            this.keys = keys;
            this.places = places;
        }

        /** Lengths, the width of the network that holds the longest tile among them. */
        LaunchBuilder tell(LaunchBuilder launch) {
            long width = most == 1 ? 1 : Long.highestOneBit(most - 1) * 2;
            return launch.int64(n).int32(width).int64(taken).int64(kept);
        }
    }

    private Slot work(long elements, DType dtype) {
        return plan.work(Math.multiplyExact(elements, dtype.sizeBytes()));
    }

    private static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }
}
