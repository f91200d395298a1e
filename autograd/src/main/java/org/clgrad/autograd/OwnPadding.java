package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.clgrad.engine.routine.shape.Extend;
import org.clgrad.engine.routine.shape.PadMode;
import org.clgrad.engine.tensor.MismatchException;

/** Padding with a tensor's own elements along any axes, by a routine that pads up to three of the last ones. */
final class OwnPadding {
    private static final int AXES_AT_ONCE = 3;

    private OwnPadding() {}

    static Tensor pad(Tensor tensor, long[] before, long[] after, PadMode mode) {
        int rank = tensor.rank();
        if (before.length != rank || after.length != rank) {
            throw new MismatchException(
                    "pad",
                    "input " + tensor.shape(),
                    "a number for each axis",
                    Arrays.toString(before) + " before, " + Arrays.toString(after) + " after");
        }
        Tensor x = tensor;
        long[] front = new long[rank];
        long[] back = new long[rank];
        List<Integer> padded = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            long cut = Math.min(0, before[axis]) + Math.min(0, after[axis]);
            x = cut == 0 ? x : x.narrow(axis, Math.max(0, -before[axis]), x.size(axis) + cut);
            front[axis] = Math.max(0, before[axis]);
            back[axis] = Math.max(0, after[axis]);
            if (front[axis] + back[axis] > 0) {
                padded.add(axis);
            }
        }
        for (int from = 0; from < padded.size(); from += AXES_AT_ONCE) {
            x = extend(x, padded.subList(from, Math.min(padded.size(), from + AXES_AT_ONCE)), front, back, mode);
        }
        return x;
    }

    private static Tensor extend(Tensor x, List<Integer> axes, long[] before, long[] after, PadMode mode) {
        int rank = x.rank();
        boolean areLast = axes.get(0) >= rank - AXES_AT_ONCE;
        List<Integer> extended =
                areLast ? IntStream.range(axes.get(0), rank).boxed().toList() : axes;
        List<Long> front = extended.stream()
                .map(axis -> axes.contains(axis) ? before[axis] : 0L)
                .toList();
        List<Long> back = extended.stream()
                .map(axis -> axes.contains(axis) ? after[axis] : 0L)
                .toList();
        ExtendFunction function = new ExtendFunction(new Extend(mode, front, back));
        if (areLast) {
            return function.apply(x);
        }
        int[] order = IntStream.concat(
                        IntStream.range(0, rank).filter(axis -> !axes.contains(axis)),
                        axes.stream().mapToInt(Integer::intValue))
                .toArray();
        int[] home = new int[rank];
        for (int i = 0; i < rank; i++) {
            home[order[i]] = i;
        }
        return function.apply(x.permute(order)).permute(home);
    }
}
