package org.clgrad.engine.routine.pool;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * What a max-unpooling and its gradient check and launch alike.
 *
 * @param pooled the shape of the elements and their indices
 * @param unpooled the shape of the planes they are put into
 * @param planes how many there are
 * @param count of elements of a plane before
 * @param size of elements of a plane after
 */
record UnpoolPlanes(Shape pooled, Shape unpooled, long planes, long count, long size) {
    static List<Long> checked(String operation, List<Long> sizes) {
        boolean isPlane = !sizes.isEmpty() && sizes.size() <= PoolWindow.MOST_AXES;
        if (!isPlane || sizes.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException(operation + ": one to three sizes of at least 1, got " + sizes);
        }
        return List.copyOf(sizes);
    }

    /** @throws MismatchException if the inputs are not planes and indices of one shape */
    static UnpoolPlanes ofInputs(String operation, List<Long> sizes, List<TensorSpec> in) {
        checkCount(operation, in);
        TensorSpec x = in.get(0);
        if (!x.dtype().isFloat()) {
            throw new MismatchException(operation, "input", "a floating-point type", x.toString());
        }
        TensorSpec indices = TensorSpec.of(DType.I64, x.shape());
        if (in.get(1).dtype() != DType.I64 || !in.get(1).shape().equals(x.shape())) {
            throw new MismatchException(
                    operation, "indices", indices.toString(), in.get(1).toString());
        }
        return over(operation, sizes, x.shape());
    }

    /** @throws MismatchException if the inputs are not a gradient of such sizes and indices */
    static UnpoolPlanes ofGradient(String operation, List<Long> sizes, List<TensorSpec> in) {
        checkCount(operation, in);
        TensorSpec dy = in.get(0);
        if (in.get(1).dtype() != DType.I64) {
            throw new MismatchException(
                    operation, "indices", "type i64", in.get(1).toString());
        }
        UnpoolPlanes planes = over(operation, sizes, in.get(1).shape());
        if (!dy.dtype().isFloat() || !dy.shape().equals(planes.unpooled)) {
            throw new MismatchException(
                    operation, "gradient", "shape " + planes.unpooled + " of a floating-point type", dy.toString());
        }
        return planes;
    }

    private static void checkCount(String operation, List<TensorSpec> in) {
        if (in.size() != 2) {
            throw new MismatchException(operation, "the list of inputs", "two tensors", in.toString());
        }
    }

    private static UnpoolPlanes over(String operation, List<Long> sizes, Shape pooled) {
        int channels = pooled.rank() - sizes.size();
        if (channels != 1 && channels != 2) {
            throw new MismatchException(
                    operation,
                    "indices",
                    "one or two axes before " + sizes.size() + " spatial ones",
                    pooled.toString());
        }
        Shape unpooled = pooled;
        for (int i = 0; i < sizes.size(); i++) {
            unpooled = unpooled.with(i - sizes.size(), sizes.get(i));
        }
        long planes = LongStream.of(pooled.toArray()).limit(channels).reduce(1, Math::multiplyExact);
        long count = LongStream.of(pooled.toArray()).skip(channels).reduce(1, Math::multiplyExact);
        if (count > Integer.MAX_VALUE) {
            throw new MismatchException(operation, "indices", "planes of fewer than 2³¹", pooled.toString());
        }
        return new UnpoolPlanes(pooled, unpooled, planes, count, sizes.stream().reduce(1L, Math::multiplyExact));
    }

    Map<String, Long> dims() {
        return Map.of("planes", planes, "size", size, "count", count);
    }

    /** Adds the launches after which each place of the planes holds the number of its element, or −1. */
    Slot claim(PlanBuilder plan, KernelFile file, String kernel) {
        Slot owners = plan.work(Math.multiplyExact(planes * size, DType.I32.sizeBytes()));
        file.launch(kernel + "_clear").buffer(owners, DType.I32).int64(size).add();
        file.launch(kernel + "_claim")
                .buffer(plan.dense(1), DType.I64)
                .buffer(owners, DType.I32)
                .int64(size)
                .int64(count)
                .add();
        return owners;
    }

    // ---- What they are tried on

    static SampleSpace.Builder space(String operation) {
        return SampleSpace.of(operation)
                .values("dtype", DType.floats().toArray())
                .values(
                        "pooled",
                        Shape.of(1, 1, 2),
                        Shape.of(2, 3, 7),
                        Shape.of(3, 33),
                        Shape.of(0, 2, 4),
                        Shape.of(2, 0))
                .values("sizes", List.of(5L), List.of(1L), List.of(67L))
                .sizes("deeper", 0, 1, 2);
    }

    /** The elements of a plane lie along its last axis; those before it have size 1. */
    static Shape pooled(SampleSpace.Choice choice) {
        long[] plane = choice.value("pooled", Shape.class).toArray();
        long[] all = new long[plane.length + choice.count("deeper")];
        Arrays.fill(all, 1);
        System.arraycopy(plane, 0, all, 0, plane.length - 1);
        all[all.length - 1] = plane[plane.length - 1];
        return Shape.of(all);
    }

    static List<Long> sizes(SampleSpace.Choice choice) {
        long last = (Long) choice.value("sizes", List.class).get(0);
        return LongStream.rangeClosed(0, choice.size("deeper"))
                .map(axis -> axis == choice.size("deeper") ? last : 2)
                .boxed()
                .toList();
    }
}
