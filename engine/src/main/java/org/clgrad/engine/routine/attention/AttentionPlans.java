package org.clgrad.engine.routine.attention;

import java.util.Map;
import java.util.TreeMap;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.TensorSpec;

/** Puts the launches of attention and of its gradient together. */
final class AttentionPlans {
    /** Work-items for each compute unit that keep it busy where their tiles differ in work. */
    private static final long ITEMS_PER_UNIT = 4;

    /** Lines of a panel: the width of the kernels' vectors. */
    private static final long WIDTH = 16;

    private final PlanBuilder plan;
    private final String kernel;
    private final boolean isBackward;

    /** The index of the queries among the inputs. */
    private final int q;

    private final boolean causal;
    private final double scale;
    private final double dropout;
    private final AttentionSizes sizes;
    private final DType dtype;
    private final DType acc;

    private AttentionPlans(
            PlanBuilder plan, String kernel, boolean isBackward, boolean causal, double scale, double dropout) {
        this.plan = plan;
        this.kernel = kernel;
        this.isBackward = isBackward;
        this.q = isBackward ? AttentionBackward.Q : 0;
        this.causal = causal;
        this.scale = scale;
        this.dropout = dropout;
        this.sizes = AttentionSizes.of(
                plan.in(q).shape(), plan.in(q + 1).shape(), plan.in(q + 2).shape());
        this.dtype = plan.in(q).dtype();
        this.acc = dtype.accumulator();
    }

    static AttentionPlans of(PlanBuilder plan, String kernel, Attention routine) {
        return new AttentionPlans(plan, kernel, false, routine.causal(), routine.scale(), routine.dropout());
    }

    static AttentionPlans of(PlanBuilder plan, String kernel, AttentionBackward routine) {
        return new AttentionPlans(plan, kernel, true, routine.causal(), routine.scale(), routine.dropout());
    }

    // ---- On CPUs

    void tiles() {
        Slot k = across(q + 1, sizes.keyHeads(), sizes.keys(), sizes.size());
        Slot v = along(q + 2, sizes.keyHeads(), sizes.keys(), sizes.sizeV());
        Tiles tiles = new Tiles(sizes.images() * sizes.heads(), sizes.queries());
        long scratch = tiles.rows() * (sizes.size() + 2 * tiles.block() + padded(sizes.sizeV()));
        KernelFile.LaunchBuilder launch = tiles.file().launch();
        matrix(launch, q, plan.in(q)).buffer(k, dtype).buffer(v, dtype);
        choices(launch)
                .buffer(plan.denseOut(0), dtype)
                .buffer(plan.denseOut(1), acc)
                .buffer(plan.work(tiles.items() * scratch * acc.sizeBytes()), acc);
        tiles.sizes(launch, scratch).add();
    }

    void backwardTiles() {
        Slot delta = plan.work(sizes.rows().elements() * acc.sizeBytes());
        KernelFile.LaunchBuilder sums = tiled(1, 1, 1).launch(kernel + "_delta");
        matrix(sums, 0, plan.in(0));
        matrix(sums, 1, plan.in(1))
                .buffer(delta, acc)
                .int64(sizes.heads())
                .int64(sizes.queries())
                .int64(sizes.sizeV())
                .int64(sizes.rows().elements())
                .add();
        Slot kAcross = across(q + 1, sizes.keyHeads(), sizes.keys(), sizes.size());
        Slot kAlong = along(q + 1, sizes.keyHeads(), sizes.keys(), sizes.size());
        Slot vAcross = across(q + 2, sizes.keyHeads(), sizes.keys(), sizes.sizeV());
        Tiles queries = new Tiles(sizes.images() * sizes.heads(), sizes.queries());
        long scratch = queries.rows() * (sizes.size() + sizes.sizeV() + 3 * queries.block() + padded(sizes.size()));
        KernelFile.LaunchBuilder launch = queries.file().launch(kernel + "_queries");
        matrix(launch, q, plan.in(q));
        matrix(launch, 0, plan.in(0))
                .buffer(plan.dense(2), acc)
                .buffer(delta, acc)
                .buffer(kAcross, dtype)
                .buffer(vAcross, dtype)
                .buffer(kAlong, dtype);
        choices(launch)
                .buffer(plan.denseOut(0), dtype)
                .buffer(plan.work(queries.items() * scratch * acc.sizeBytes()), acc);
        queries.sizes(launch, scratch).add();
        backwardKeyTiles(delta);
    }

    private void backwardKeyTiles(Slot delta) {
        Slot qAcross = across(q, sizes.heads(), sizes.queries(), sizes.size());
        Slot qAlong = along(q, sizes.heads(), sizes.queries(), sizes.size());
        Slot dyAcross = across(0, sizes.heads(), sizes.queries(), sizes.sizeV());
        Slot dyAlong = along(0, sizes.heads(), sizes.queries(), sizes.sizeV());
        Tiles keys = new Tiles(sizes.images() * sizes.keyHeads(), sizes.keys());
        long scratch = keys.rows()
                * (sizes.size() + sizes.sizeV() + 3 * keys.block() + padded(sizes.size()) + padded(sizes.sizeV()));
        KernelFile.LaunchBuilder launch = keys.file().launch(kernel + "_keys");
        matrix(launch, q + 1, plan.in(q + 1));
        matrix(launch, q + 2, plan.in(q + 2))
                .buffer(plan.dense(2), acc)
                .buffer(delta, acc)
                .buffer(qAcross, dtype)
                .buffer(dyAcross, dtype)
                .buffer(qAlong, dtype)
                .buffer(dyAlong, dtype);
        choices(launch)
                .buffer(plan.denseOut(1), dtype)
                .buffer(plan.denseOut(2), dtype)
                .buffer(plan.work(keys.items() * scratch * acc.sizeBytes()), acc);
        keys.sizes(launch, scratch).add();
    }

    /** The tiles of all matrices of so many rows, and the work-items that go over them. */
    private final class Tiles {
        private final long matrices;
        private final long inOne;
        private final long count;
        private final KernelFile file;

        Tiles(long matrices, long rows) {
            this.matrices = matrices;
            this.inOne = AttentionSizes.ceil(rows, tiled(1, 1, 1).tunable("ROWS"));
            this.count = matrices * inOne;
            this.file = tiled(1, 1, items());
        }

        KernelFile file() {
            return file;
        }

        long rows() {
            return file.tunable("ROWS");
        }

        long block() {
            return file.tunable("BLOCK");
        }

        long items() {
            return Math.min(count, ITEMS_PER_UNIT * plan.capabilities().computeUnits());
        }

        /**
         * Tiles that a work-item takes one after the other: whole matrices, whose panels are then read from a cache, unless there are too
         * few of them.
         */
        private long run() {
            return matrices >= items() ? inOne : 1;
        }

        KernelFile.LaunchBuilder sizes(KernelFile.LaunchBuilder launch, long scratch) {
            return launch.real(scale, dtype)
                    .int32(causal ? 1 : 0)
                    .int64(sizes.heads())
                    .int64(sizes.group())
                    .int64(count)
                    .int64(sizes.queries())
                    .int64(sizes.keys())
                    .int64(sizes.size())
                    .int64(sizes.sizeV())
                    .int64(scratch)
                    .int64(items())
                    .int64(run());
        }
    }

    private static long padded(long columns) {
        return AttentionSizes.ceil(columns, WIDTH) * WIDTH;
    }

    private KernelFile tiled(long panels, long matrices, long items) {
        Map<String, Long> dims = new TreeMap<>(Map.of("panels", panels, "matrices", matrices, "items", items));
        dims.put("register_bytes", plan.capabilities().registerBytes());
        if (isBackward) {
            dims.put("rows", sizes.rows().elements());
        }
        return choose(plan.open(kernel, dims));
    }

    /** An input's rows as panels 16 across. */
    private Slot across(int input, long heads, long rows, long columns) {
        return pack(input, heads, rows, columns, false);
    }

    /** An input's columns as panels, along the rows. */
    private Slot along(int input, long heads, long rows, long columns) {
        return pack(input, heads, columns, rows, true);
    }

    private Slot pack(int input, long heads, long lines, long steps, boolean transposed) {
        long matrices = sizes.images() * heads;
        Slot panels = plan.work(matrices * padded(lines) * steps * dtype.sizeBytes());
        TensorSpec spec = plan.in(input);
        matrix(
                        tiled(AttentionSizes.ceil(lines, WIDTH), matrices, 1).launch(kernel + "_pack"),
                        input,
                        transposed ? new TensorSpec(dtype, spec.layout().permute(0, 1, 3, 2)) : spec)
                .buffer(panels, dtype)
                .int64(heads)
                .int64(lines)
                .int64(steps)
                .add();
        return panels;
    }

    // ---- On GPUs

    void group() {
        KernelFile.LaunchBuilder launch = grouped().launch();
        for (int i = q; i < q + 3; i++) {
            matrix(launch, i, plan.in(i));
        }
        choices(launch).buffer(plan.denseOut(0), dtype).buffer(plan.denseOut(1), acc);
        groupSizes(launch).add();
    }

    void backwardGroup() {
        Slot delta = plan.work(sizes.rows().elements() * acc.sizeBytes());
        KernelFile file = grouped();
        KernelFile.LaunchBuilder sums = file.launch(kernel + "_delta");
        matrix(sums, 0, plan.in(0));
        matrix(sums, 1, plan.in(1))
                .buffer(delta, acc)
                .int64(sizes.heads())
                .int64(sizes.queries())
                .add();
        KernelFile.LaunchBuilder queries = backwardInputs(file.launch(kernel + "_queries"), delta);
        groupSizes(queries.buffer(plan.denseOut(0), dtype)).add();
        KernelFile.LaunchBuilder keys = backwardInputs(file.launch(kernel + "_keys"), delta);
        groupSizes(keys.buffer(plan.denseOut(1), dtype).buffer(plan.denseOut(2), dtype))
                .add();
    }

    private KernelFile.LaunchBuilder backwardInputs(KernelFile.LaunchBuilder launch, Slot delta) {
        for (int i = q; i < q + 3; i++) {
            matrix(launch, i, plan.in(i));
        }
        matrix(launch, 0, plan.in(0)).buffer(plan.dense(2), acc).buffer(delta, acc);
        return choices(launch);
    }

    private KernelFile grouped() {
        Map<String, Long> dims =
                new TreeMap<>(Map.of("queries", sizes.queries(), "heads_all", sizes.images() * sizes.heads()));
        if (isBackward) {
            dims.put("keys", sizes.keys());
            dims.put("key_heads_all", sizes.images() * sizes.keyHeads());
            dims.put("rows", sizes.rows().elements());
        }
        return choose(plan.open(kernel, dims).define("HEAD", sizes.size()).define("HEAD_V", sizes.sizeV()));
    }

    private KernelFile.LaunchBuilder groupSizes(KernelFile.LaunchBuilder launch) {
        return launch.real(scale, dtype)
                .int32(causal ? 1 : 0)
                .int64(sizes.heads())
                .int64(sizes.group())
                .int64(sizes.queries())
                .int64(sizes.keys());
    }

    // ---- What all kernels take

    private int mask() {
        boolean masked = plan.inputs().size() > q + 3 + (dropout > 0 ? 1 : 0);
        return !masked ? 0 : plan.in(q + 3).dtype() == DType.BOOL ? 1 : 2;
    }

    private KernelFile choose(KernelFile file) {
        return file.real(dtype).define("MASK", mask()).define("DROPOUT", dropout > 0);
    }

    /** An input where it lies, with its four strides. */
    private static KernelFile.LaunchBuilder matrix(KernelFile.LaunchBuilder launch, int input, TensorSpec spec) {
        Layout layout = spec.layout();
        return launch.buffer(new Slot.In(input), spec.dtype())
                .int64(layout.stride(0))
                .int64(layout.stride(1))
                .int64(layout.stride(2))
                .int64(layout.stride(3));
    }

    /** The mask and the state, those that there are. */
    private KernelFile.LaunchBuilder choices(KernelFile.LaunchBuilder launch) {
        if (mask() > 0) {
            matrix(launch, q + 3, plan.in(q + 3));
        }
        if (dropout > 0) {
            launch.buffer(plan.dense(plan.inputs().size() - 1), DType.I64)
                    .int32(Dropping.least(dropout))
                    .real(Dropping.weight(dropout), dtype);
        }
        return launch;
    }
}
