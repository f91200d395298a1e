package org.clgrad.engine.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.Shape;

/** The ways in which a check lays an operand out, the simplest first. */
public enum OperandLayout {
    /** Dense, at a place that every vector load is aligned for. */
    DENSE,
    /** Dense, at an odd place within its storage. */
    OFFSET,
    /** Unused elements behind each row; a vector's elements lie apart. */
    PADDED,
    /** Axes in another order in memory. */
    PERMUTED,
    /** Axes that go backwards in memory. */
    REVERSED,
    /** An axis of stride 0, where one is longer than 1: not for outputs. */
    BROADCAST;

    /** This, or the dense layout in place of one that repeats elements. */
    OperandLayout writable() {
        return this == BROADCAST ? DENSE : this;
    }

    /** A layout of this sort; where the shape has no such one, the dense one. */
    Layout of(Shape shape, RandomGenerator random) {
        return switch (this) {
            case DENSE, OFFSET -> Layout.contiguous(shape);
            case PADDED -> padded(shape, 1 + random.nextInt(5));
            case PERMUTED -> permuted(shape, random);
            case REVERSED -> reversed(shape, random);
            case BROADCAST -> broadcast(shape, random);
        };
    }

    /** Elements before the first one, besides the fence. */
    int offsetElements(RandomGenerator random) {
        return this == DENSE ? 0 : 1 + 2 * random.nextInt(8);
    }

    private static Layout padded(Shape shape, int padding) {
        int rank = shape.rank();
        if (rank == 0) {
            return Layout.contiguous(shape);
        }
        long[] strides = new long[rank];
        strides[rank - 1] = rank == 1 ? 1 + padding : 1;
        long next = rank == 1 ? 0 : shape.size(-1) + padding;
        for (int axis = rank - 2; axis >= 0; axis--) {
            strides[axis] = next;
            next *= Math.max(1, shape.size(axis));
        }
        return Layout.of(shape, strides);
    }

    private static Layout permuted(Shape shape, RandomGenerator random) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, shape.rank()).boxed().toList());
        Collections.reverse(order);
        // Reversed is the transpose, the most telling order; beyond rank 2 others are tried too.
        for (int i = order.size(); i > 2 && random.nextBoolean(); i--) {
            Collections.swap(order, i - 1, random.nextInt(i));
        }
        long[] sizes = new long[shape.rank()];
        int[] back = new int[shape.rank()];
        for (int i = 0; i < back.length; i++) {
            sizes[i] = shape.size(order.get(i));
            back[order.get(i)] = i;
        }
        return Layout.contiguous(Shape.of(sizes)).permute(back);
    }

    /** The last axis, the first ones at random, or all others but the last. */
    private static Layout reversed(Shape shape, RandomGenerator random) {
        long[] strides = Layout.contiguous(shape).strides();
        boolean isLastReversed = random.nextInt(3) > 0;
        for (int axis = 0; axis < strides.length; axis++) {
            boolean isLast = axis == strides.length - 1;
            strides[axis] *= (isLast ? isLastReversed : !isLastReversed || random.nextBoolean()) ? -1 : 1;
        }
        return Layout.of(shape, strides);
    }

    private static Layout broadcast(Shape shape, RandomGenerator random) {
        int[] longer = IntStream.range(0, shape.rank())
                .filter(axis -> shape.size(axis) > 1)
                .toArray();
        if (longer.length == 0) {
            return Layout.contiguous(shape);
        }
        int axis = longer[random.nextInt(longer.length)];
        return Layout.contiguous(shape.with(axis, 1)).broadcastTo(shape);
    }
}
