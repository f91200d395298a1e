package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** All of x in parts along an axis, views; dx = their gradients one after the other, zeros where a part has none. */
final class Split extends Function {
    private final int axis;
    private final long[] sizes;
    private Shape source = Shape.scalar();

    /** @param sizes of the parts, which add up to the axis */
    Split(int axis, long... sizes) {
        this.axis = axis;
        this.sizes = sizes.clone();
    }

    @Override
    public String name() {
        return "split";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        source = in.get(0).shape();
        List<Tensor> parts = new ArrayList<>();
        long start = 0;
        for (long size : sizes) {
            TensorData part = Slice.part(in.get(0).data(), axis, start, size, 1);
            part.storage().retain();
            parts.add(Tensor.wrap(part, null));
            start += size;
        }
        return parts;
    }

    @Override
    protected List<@Nullable Tensor> backward(List<@Nullable Tensor> dy) {
        Tensor any = dy.stream().filter(Objects::nonNull).findFirst().orElseThrow();
        Tensor[] parts = new Tensor[sizes.length];
        for (int i = 0; i < parts.length; i++) {
            Tensor gradient = dy.get(i);
            parts[i] =
                    gradient != null ? gradient : Tensors.zeros(any.device(), any.dtype(), source.with(axis, sizes[i]));
        }
        return Arrays.asList(TensorShapes.concat(axis, parts));
    }
}
