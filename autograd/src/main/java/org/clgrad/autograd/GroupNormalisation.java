package org.clgrad.autograd;

import java.util.Arrays;
import org.clgrad.engine.routine.norm.GroupNorm;
import org.clgrad.engine.routine.pointwise.BinaryOp;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Normalisation of each image by itself: how tensors are seen as [N,C,S] for it. */
final class GroupNormalisation {
    private GroupNormalisation() {}

    private static Tensor apply(GroupNormFunction function, Tensor x, @Nullable Tensor weight, @Nullable Tensor bias) {
        if (bias != null) {
            return function.apply(x, Channels.orElse(x, weight, 1), bias);
        }
        return weight == null ? function.apply(x) : function.apply(x, weight);
    }

    /** The last axes are the channels of one group, the others the images. */
    static Tensor overLastAxes(
            String name,
            Tensor x,
            Shape over,
            boolean centred,
            double epsilon,
            @Nullable Tensor weight,
            @Nullable Tensor bias) {
        int leading = x.rank() - over.rank();
        boolean fits = over.rank() > 0 && leading >= 0;
        for (int axis = 0; fits && axis < over.rank(); axis++) {
            fits = over.size(axis) == x.size(leading + axis);
        }
        if (!fits) {
            throw new MismatchException(
                    name, "input", "shape […," + sizes(over) + "]", x.shape().toString());
        }
        long n = over.elements();
        long rows = 1;
        for (int axis = 0; axis < leading; axis++) {
            rows *= x.size(axis);
        }
        GroupNormFunction function = new GroupNormFunction(name, new GroupNorm(1, centred, epsilon), null);
        return apply(
                        function,
                        x.reshape(Shape.of(rows, n, 1)),
                        flat(name, "weight", over, weight),
                        flat(name, "bias", over, bias))
                .reshape(x.shape());
    }

    private static String sizes(Shape shape) {
        String brackets = Arrays.toString(shape.toArray());
        return brackets.substring(1, brackets.length() - 1);
    }

    private static @Nullable Tensor flat(String name, String argument, Shape over, @Nullable Tensor numbers) {
        if (numbers == null) {
            return null;
        }
        if (!numbers.shape().equals(over)) {
            throw new MismatchException(
                    name, argument, "shape " + over, numbers.shape().toString());
        }
        return numbers.reshape(Shape.of(over.elements()));
    }

    /** @param groups 0: one for each channel */
    static Tensor ofGroups(
            String name,
            Tensor x,
            int groups,
            double epsilon,
            @Nullable Tensor weight,
            @Nullable Tensor bias,
            @Nullable RunningMoments running) {
        if (x.rank() < 2) {
            throw new MismatchException(
                    name, "input", "shape [N,C,…]", x.shape().toString());
        }
        if (running != null) {
            running.check(name, x, planeSize(x));
        }
        int parts = groups == 0 ? Math.max(1, Math.toIntExact(x.size(1))) : groups;
        GroupNormFunction function = new GroupNormFunction(name, new GroupNorm(parts, true, epsilon), running);
        return apply(function, x.reshape(Shape.of(x.size(0), x.size(1), planeSize(x))), weight, bias)
                .reshape(x.shape());
    }

    private static long planeSize(Tensor x) {
        long size = 1;
        for (int axis = 2; axis < x.rank(); axis++) {
            size *= x.size(axis);
        }
        return size;
    }

    static Tensor localResponse(Tensor x, int size, double alpha, double beta, double k) {
        String name = "local_response_norm";
        if (x.rank() < 2) {
            throw new MismatchException(
                    name, "input", "shape [N,C,…]", x.shape().toString());
        }
        if (size < 1) {
            throw new IllegalArgumentException(name + ": size is at least 1, got " + size);
        }
        return Accumulated.of(in -> localResponse(name, in[0], size, alpha, beta, k), x);
    }

    private static Tensor localResponse(String name, Tensor x, int size, double alpha, double beta, double k) {
        // Channels become the rows of one image, and the mean over some of them is a window's.
        Tensor squares = x.square().reshape(Shape.of(x.size(0), 1, x.size(1), planeSize(x)));
        Tensor padded = squares.pad(new long[] {0, 0, size / 2, 0}, new long[] {0, 0, (size - 1) / 2, 0}, 0);
        Tensor mean = padded.avgPool(new int[] {size, 1}, new int[] {1, 1}, new int[] {0, 0}, false, false, 0);
        Expr base = Expr.add(Expr.constant(k), Expr.mul(Expr.constant(alpha), Expr.input(1)));
        Expr formula = Expr.mul(Expr.input(0), Expr.binary(BinaryOp.POW, base, Expr.constant(-beta)));
        return x.apply(Pointwise.of(name, formula), mean.reshape(x.shape()));
    }
}
