package org.clgrad.engine.routine.norm;

import java.util.Map;
import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.StridedCopy;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * A tensor [N,C,…] as planes, the elements of one image and one channel.
 *
 * @param images N
 * @param channels C
 * @param size elements of a plane
 */
record Planes(long images, long channels, long size) {
    /** Work-items for each compute unit that keep it busy. */
    private static final long ITEMS_PER_UNIT = 4;

    /** A slice below this is not worth a work-item of its own; as for reductions. */
    private static final long LEAST_PER_SLICE = 16_384;

    /** Smaller planes are gathered by channel before they are summed, since they do not fill vectors. */
    private static final long LEAST_SIZE = 16;

    static Planes of(Shape x) {
        long images = x.size(0);
        long channels = x.size(1);
        long size = 1;
        for (int axis = 2; axis < x.rank(); axis++) {
            size *= x.size(axis);
        }
        return new Planes(images, channels, size);
    }

    /** @throws MismatchException unless the tensor is of floating-point type and has channels */
    static void check(String operation, String argument, TensorSpec x) {
        if (x.rank() < 2 || !x.dtype().isFloat()) {
            throw new MismatchException(operation, argument, "a floating-point type and shape [N,C,…]", x.toString());
        }
    }

    /** @throws MismatchException unless a tensor has x's type and shape */
    static void checkLike(String operation, String argument, TensorSpec x, TensorSpec tensor) {
        check(operation, argument, TensorSpec.of(x.dtype(), x.shape()), tensor);
    }

    /** @throws MismatchException unless there is one number of x's type for each channel */
    static void checkChannels(String operation, String argument, TensorSpec x, TensorSpec numbers) {
        check(operation, argument, TensorSpec.of(x.dtype(), x.size(1)), numbers);
    }

    /** @throws MismatchException unless there is one number for each channel, of the type that x's moments are computed in */
    static void checkMoments(String operation, String argument, TensorSpec x, TensorSpec numbers) {
        check(operation, argument, TensorSpec.of(x.dtype().accumulator(), x.size(1)), numbers);
    }

    private static void check(String operation, String argument, TensorSpec expected, TensorSpec numbers) {
        if (numbers.dtype() != expected.dtype() || !numbers.shape().equals(expected.shape())) {
            throw new MismatchException(operation, argument, expected.toString(), numbers.toString());
        }
    }

    /** Elements of a channel. */
    long perChannel() {
        return images * size;
    }

    /** The planes in which sums are taken: these, or a plane of all of a channel's elements where these are small. */
    Planes forSums() {
        return size < LEAST_SIZE && images > 1 ? new Planes(1, channels, perChannel()) : this;
    }

    /** An input laid out for sums. */
    Slot forSums(PlanBuilder plan, int input) {
        if (forSums().equals(this)) {
            return plan.dense(input);
        }
        DType dtype = plan.in(input).dtype();
        Layout byImage = Layout.contiguous(Shape.of(images, channels, size));
        TensorSpec byChannel = new TensorSpec(dtype, byImage.permute(1, 0, 2));
        TensorSpec gathered = TensorSpec.of(dtype, byChannel.shape());
        Slot work = plan.work(gathered.sizeBytes());
        StridedCopy.add(plan, plan.dense(input), byChannel, work, gathered);
        return work;
    }

    /** So many slices of a channel that all compute units are busy, but none shorter than is worth it. */
    long slices(PlanBuilder plan) {
        long items = ITEMS_PER_UNIT * plan.capabilities().computeUnits();
        long wanted = (items + channels - 1) / Math.max(1, channels);
        return Math.max(1, Math.min(wanted, perChannel() / LEAST_PER_SLICE));
    }

    /** Opens a kernel file for the sums and the last pass. */
    KernelFile open(PlanBuilder plan, String kernel, long slices, Ending ending) {
        KernelFile file = plan.open(
                kernel, Map.of("channels", channels, "slices", slices, "planes", images * channels, "size", size));
        return ending.define(file).real(plan.in(0).dtype());
    }

    /** Adds the sizes that kernels of sums take behind their buffers, and the launch to the plan. */
    void addSums(KernelFile file, KernelFile.LaunchBuilder launch, boolean segments, long slices) {
        launch.int64(channels)
                .int64(slices)
                .int64(forSums().images)
                .int64(forSums().size)
                .int64(perSlice(file, segments, slices))
                .add();
    }

    /** Adds the sizes that kernels of the last pass take behind their buffers, and the launch to the plan. */
    void addApply(KernelFile.LaunchBuilder launch) {
        launch.int64(channels).int64(size).add();
    }

    /** How many segments, or elements where the kernel has no segments, each of so many slices takes. */
    private long perSlice(KernelFile file, boolean segments, long slices) {
        Planes summed = forSums();
        long segment = segments ? file.tunable("SEGMENT") : 1;
        long all = summed.images * ((summed.size + segment - 1) / segment);
        return (all + slices - 1) / slices;
    }
}
