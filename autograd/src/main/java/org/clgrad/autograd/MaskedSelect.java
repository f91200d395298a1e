package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.sort.Partition;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** The elements of x where a mask of its shape is not 0, in row-major order; dx = dy at their places. Waits for the device. */
final class MaskedSelect extends SingleOutput {
    private Shape source = Shape.scalar();

    @Override
    public String name() {
        return "masked_select";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        Tensor x = in.get(0);
        source = x.shape();
        List<Tensor> parted = run(new Partition(true), in.get(1), x);
        try (Tensor count = parted.get(0);
                Tensor places = parted.get(1);
                Tensor values = parted.get(2)) {
            long selected = count.toLongs()[0];
            if (x.requiresGrad()) {
                try (Tensor kept = first(places, selected)) {
                    save(kept);
                }
            }
            return List.of(first(values, selected));
        }
    }

    /** A copy of the first elements, so that the rest can go. */
    static Tensor first(Tensor all, long count) {
        try (Tensor part = all.narrow(0, 0, count)) {
            return part.copy();
        }
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        if (!needs(0)) {
            return Arrays.asList(null, null);
        }
        Tensor zeros = Tensors.zeros(dy.device(), dy.dtype(), Shape.of(source.elements()));
        return Arrays.asList(zeros.scatter(0, saved(0), dy).reshape(source), null);
    }
}
