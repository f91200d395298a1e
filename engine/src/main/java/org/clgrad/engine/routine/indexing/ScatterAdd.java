package org.clgrad.engine.routine.indexing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.KernelVariant;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.routine.sort.RadixSort;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * y = x + the sums of a source by the places that an index says along an axis, the middle one of [o,·,i]: {@code scatter_add},
 * Σ source[o,j,i] over the j with index[o,j,i] = d for y[o,d,i], or {@code index_add}, over the j with index[j] = d.
 *
 * <p>Inputs: the index, I32 or I64; the source, any element type; and x, the source's shape with the axis as long as the
 * attribute says, or none for zeros; any strides. Output: y, x's shape.
 *
 * <p>An index that is no place is passed over (PyTorch refuses it). Integers wrap, truth values are or-ed. NaN and infinities
 * add up as they do. Any size may be 0. Gradient: dx = dy; dsource = dy at the places, {@link Gather}, 0 where that is none.
 *
 * <p>Order: x, then the source's elements in row-major order, which are sorted by destination for it; where one destination
 * has many, blocks of them are summed by themselves. Error ≤ (terms + 1)·u·Σ|terms|.
 *
 * @param indexed what has an index: elements, so that the index has the source's shape; or slices
 * @param axis from 0
 * @param size of the axis of the result
 * @param wraps whether negative indices count from the end
 */
public record ScatterAdd(Indexed indexed, int axis, long size, boolean wraps) implements Routine {
    private static final String SEGMENTS = "index_segments";
    private static final String ROWS = "index_sum_rows";
    private static final String ITEMS = "index_sum_items";

    /** Elements that make a work-item on a CPU worth its while; a choice, not measured. */
    private static final long PER_ITEM = 4096;

    /** Indices below which a block is not worth a launch's work-item. */
    private static final long LEAST_PER_BLOCK = 16;

    @Override
    public String name() {
        return indexed == Indexed.ELEMENTS ? "scatter_add" : "index_add";
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        Places.checkCount(name(), in, 2, 3);
        TensorSpec source = in.get(1);
        Places.checkAxis(name(), axis, source.shape());
        Shape result = source.shape().with(axis, size);
        Places places = Places.of(name(), indexed, axis, result, in.get(0));
        Places.checkSame(name(), "source", source, source.dtype(), result.with(axis, places.count()));
        if (in.size() == 3) {
            Places.checkSame(name(), "input", in.get(2), source.dtype(), result);
        }
        return List.of(TensorSpec.of(source.dtype(), result));
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        return Cost.of(in.get(1).elements(), in, infer(in));
    }

    // ---- The reference

    @Override
    public void onHost(HostExec exec, Args args) {
        HostArray out = args.out(0);
        int[] to = targets(args.in(), out.shape());
        boolean hasX = args.in().size() == 3;
        if (out.spec().dtype().isFloat()) {
            double[] y = hasX ? args.in(2).doubles() : new double[out.size()];
            double[] source = args.in(1).doubles();
            for (int i = 0; i < to.length; i++) {
                if (to[i] >= 0) {
                    y[to[i]] += source[i];
                }
            }
            out.set(y);
        } else {
            long[] y = hasX ? args.in(2).longs() : new long[out.size()];
            long[] source = args.in(1).longs();
            for (int i = 0; i < to.length; i++) {
                if (to[i] >= 0) {
                    y[to[i]] += source[i];
                }
            }
            out.set(y);
        }
    }

    private int[] targets(List<HostArray> in, Shape result) {
        return Scatter.targets(
                indexed, axis, wraps, result, in.get(1).shape(), in.get(0).longs());
    }

    /** The derived bound: (terms + 1)·u·Σ|terms| of each element. */
    private double[] errorBounds(DType dtype, List<HostArray> in, int elements) {
        double[] bounds = new double[elements];
        if (!dtype.isFloat()) {
            return bounds;
        }
        long[] terms = new long[elements];
        if (in.size() == 3) {
            double[] x = in.get(2).doubles();
            for (int i = 0; i < elements; i++) {
                bounds[i] = Math.abs(x[i]);
            }
        }
        int[] to = targets(in, in.get(1).shape().with(axis, size));
        double[] source = in.get(1).doubles();
        for (int i = 0; i < to.length; i++) {
            if (to[i] >= 0) {
                bounds[to[i]] += Math.abs(source[i]);
                terms[to[i]]++;
            }
        }
        for (int i = 0; i < elements; i++) {
            // No term, or one to which nothing is added, is exact.
            boolean isExact = terms[i] == 0 || (terms[i] == 1 && in.size() == 2);
            bounds[i] = isExact ? 0 : bounds[i] * (terms[i] + 1) * dtype.unitRoundoff();
        }
        return bounds;
    }

    // ---- The plans

    @Override
    public List<Variant> variants() {
        return List.of(
                new KernelVariant(ROWS, plan -> new Steps(plan, this).rows()),
                new KernelVariant(ITEMS, plan -> new Steps(plan, this).items()));
    }

    /** What it is tried on: any indices, the same ones many times, and some that are no places. */
    public static SampleSpace samples(Indexed indexed) {
        ScatterAdd routine = new ScatterAdd(indexed, 1, 5, false);
        TensorSpec x = TensorSpec.of(DType.F32, 2, 3, 4);
        TensorSpec index = indexed.index(DType.I64, x.shape(), 1);
        TensorSpec fewer = indexed.index(DType.I64, x.shape().with(1, 2), 1);
        return IndexSamples.space(routine.name())
                .flag("x")
                .flag("nonFinite")
                .refuses("no source", routine, List.of(index), "2 or 3 tensors")
                .refuses("another number of indices", routine, List.of(fewer, x), "f32[2,2,4]")
                .refuses(
                        "numbers of another type",
                        routine,
                        List.of(index, x, TensorSpec.of(DType.F64, 2, 5, 4)),
                        "f32[2,5,4]")
                .refuses("an index of numbers", routine, List.of(x, x), "i32 or i64")
                .refuses("no such axis", new ScatterAdd(indexed, 3, 5, false), List.of(index, x), "an axis 3")
                .sample(choice -> {
                    DType dtype = IndexSamples.dtype(choice);
                    int axis = choice.count("axis");
                    long size = IndexSamples.shape(choice).size(axis);
                    ScatterAdd sum = new ScatterAdd(indexed, axis, size, choice.flag("wraps"));
                    List<TensorSpec> in = new ArrayList<>(List.of(
                            IndexSamples.index(choice, indexed), TensorSpec.of(dtype, IndexSamples.counted(choice))));
                    List<Domain> domains = new ArrayList<>(
                            List.of(IndexSamples.indices(choice), IndexSamples.terms(dtype, choice.flag("nonFinite"))));
                    if (choice.flag("x")) {
                        in.add(TensorSpec.of(dtype, IndexSamples.shape(choice)));
                        domains.add(IndexSamples.terms(dtype, choice.flag("nonFinite")));
                    }
                    return new Sample(
                            sum,
                            in,
                            domains,
                            (output, type, operands, expected) -> sum.errorBounds(type, operands, expected.length));
                });
    }

    /** The launches of one plan. */
    private static final class Steps {
        private final PlanBuilder plan;
        private final Places places;
        private final DType dtype;
        private final long n;
        private final long destinations;
        private final DType keyType;
        private final long perBlock;
        private final long blocks;
        private final boolean hasX;
        private final Slot first;
        private final Slot end;
        private final RadixSort.Sorted sorted;
        private final Slot blockSums;

        Steps(PlanBuilder plan, ScatterAdd sum) {
            this.plan = plan;
            places = Places.of(sum.name(), sum.indexed, sum.axis, plan.out(0).shape(), plan.in(0));
            dtype = plan.out(0).dtype();
            n = places.indices();
            destinations = places.destinations();
            keyType = destinations >= 1L << Integer.SIZE ? DType.I64 : DType.I32;
            perBlock = perBlock(n);
            blocks = n / perBlock;
            hasX = plan.inputs().size() == 3;
            first = plan.work(Math.multiplyExact(destinations, DType.I32.sizeBytes()));
            end = plan.work(Math.multiplyExact(destinations, DType.I32.sizeBytes()));
            KernelFile file = plan.open(
                            SEGMENTS,
                            Map.of(
                                    "span",
                                    places.span(),
                                    "outer",
                                    places.lines(),
                                    "n",
                                    n,
                                    "destinations",
                                    destinations))
                    .acc(DType.I32)
                    .type("INDEX", plan.in(0).dtype())
                    .define("WRAPS", sum.wraps)
                    .define("WIDE", Places.isWide(places.span()))
                    .define("WIDE_KEYS", keyType == DType.I64);
            sorted = sort(file);
            file.launch(SEGMENTS + "_clear")
                    .buffer(first, DType.I32)
                    .buffer(end, DType.I32)
                    .add();
            file.launch()
                    .buffer(sorted.keys(), keyType)
                    .buffer(first, DType.I32)
                    .buffer(end, DType.I32)
                    .int64(n)
                    .int64(destinations)
                    .add();
            long sums = Math.multiplyExact(places.rows() * blocks, places.columns());
            blockSums = plan.work(Math.multiplyExact(sums, dtype.accumulator().sizeBytes()));
        }

        /**
         * A power of two near √(n/2): then the indices of one destination are at most two parts of blocks and n over so many
         * blocks, of which the longer is shortest.
         */
        private static long perBlock(long n) {
            long perBlock = LEAST_PER_BLOCK;
            while (2 * perBlock * perBlock < n) {
                perBlock *= 2;
            }
            return perBlock;
        }

        private RadixSort.Sorted sort(KernelFile file) {
            Slot keys = plan.work(Math.multiplyExact(n, keyType.sizeBytes()));
            file.launch(SEGMENTS + "_keys")
                    .buffer(plan.dense(0), plan.in(0).dtype())
                    .buffer(keys, keyType)
                    .int64(places.size())
                    .int64(places.stride())
                    .int64(places.span())
                    .int64(destinations)
                    .add();
            // One key more than there are destinations: that of the indices that say none.
            int bits = RadixSort.bitsBelow(destinations + 1);
            return new RadixSort(keyType, bits, 1, n).add(plan, keys);
        }

        private KernelFile open(String name, Map<String, Long> dims) {
            return plan.open(name, dims).real(dtype).define("HAS_X", hasX).define("WIDE_KEYS", keyType == DType.I64);
        }

        private KernelFile.LaunchBuilder blocks(KernelFile file, String name) {
            return file.launch(name + "_blocks")
                    .buffer(plan.dense(1), dtype)
                    .buffer(sorted.keys(), keyType)
                    .buffer(sorted.places(), DType.I32)
                    .buffer(blockSums, dtype.accumulator())
                    .int64(places.columns())
                    .int64(n)
                    .int64(perBlock);
        }

        private KernelFile.LaunchBuilder sums(KernelFile file) {
            return file.launch()
                    .buffer(plan.dense(hasX ? 2 : 1), dtype)
                    .buffer(plan.dense(1), dtype)
                    .buffer(sorted.places(), DType.I32)
                    .buffer(first, DType.I32)
                    .buffer(end, DType.I32)
                    .buffer(blockSums, dtype.accumulator())
                    .buffer(plan.denseOut(0), dtype)
                    .int64(places.columns())
                    .int64(n)
                    .int64(perBlock);
        }

        void rows() {
            long perItem = Math.max(1, PER_ITEM / Math.max(1, places.columns()));
            KernelFile file = open(
                    ROWS,
                    Map.of(
                            "columns", places.columns(),
                            "destinations", destinations,
                            "per_item", perItem,
                            "rows", places.rows(),
                            "blocks", blocks));
            blocks(file, ROWS).int64(blocks).int64(destinations).add();
            sums(file).int64(blocks).int64(destinations).int64(perItem).add();
        }

        void items() {
            long span = Math.multiplyExact(destinations, places.columns());
            long blockSpan = blocks * places.columns();
            KernelFile file = open(ITEMS, Map.of("block_span", blockSpan, "span", span, "rows", places.rows()))
                    .define("WIDE", Places.isWide(Math.max(span, blockSpan)));
            blocks(file, ITEMS).int64(blockSpan).int64(destinations).add();
            sums(file).int64(blockSpan).int64(span).add();
        }
    }
}
