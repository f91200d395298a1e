package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.clgrad.engine.routine.conv.ConvAxis;
import org.clgrad.engine.routine.conv.ConvGeometry;
import org.clgrad.engine.routine.conv.Volume;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/** Numbers for the axes behind [N,C,…], one for each or one for all. */
final class Axes {
    private Axes() {}

    /** One number for each axis. */
    static int[] spread(String operation, String what, int rank, int... numbers) {
        if (numbers.length == rank) {
            return numbers;
        }
        if (numbers.length != 1) {
            throw new MismatchException(operation, what, "one number, or " + rank, Arrays.toString(numbers));
        }
        int[] all = new int[rank];
        Arrays.fill(all, numbers[0]);
        return all;
    }

    /** The geometry of a convolution; padding may be twice as many numbers, those before and then those after. */
    static ConvGeometry geometry(String operation, int rank, int[] stride, int[] padding, int[] dilation, int groups) {
        boolean sides = padding.length == 2 * rank;
        int[] before = spread(operation, "padding", rank, sides ? Arrays.copyOf(padding, rank) : padding);
        int[] after = sides ? Arrays.copyOfRange(padding, rank, 2 * rank) : before;
        int[] strides = spread(operation, "stride", rank, stride);
        int[] dilations = spread(operation, "dilation", rank, dilation);
        List<ConvAxis> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            axes.add(new ConvAxis(strides[i], before[i], after[i], dilations[i]));
        }
        return new ConvGeometry(axes, groups);
    }

    /** One number for each axis, as sizes. */
    static Volume volume(String operation, String what, int rank, int... numbers) {
        return Volume.of(Arrays.stream(spread(operation, what, rank, numbers))
                .asLongStream()
                .toArray());
    }

    /** What an operation makes of a tensor and its axis; of a scalar as of a vector of one element, as in PyTorch. */
    static Tensor along(String operation, Tensor x, int axis, BiFunction<Tensor, Integer, Tensor> result) {
        if (x.rank() > 0) {
            return result.apply(x, x.shape().axis(operation, axis));
        }
        Tensor vector = x.unsqueeze(0);
        return result.apply(vector, vector.shape().axis(operation, axis)).reshape(Shape.scalar());
    }

    /** Refuses a tensor of another number of axes. */
    static void check(String operation, String name, int rank, Tensor tensor) {
        if (tensor.rank() != rank + 2) {
            throw new MismatchException(
                    operation, name, rank + 2 + " axes", tensor.shape().toString());
        }
    }
}
