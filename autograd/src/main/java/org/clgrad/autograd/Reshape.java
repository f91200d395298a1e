package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.shape.Copy;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/** y = x in another shape; dx = dy in the old one. */
final class Reshape extends SingleOutput {
    private final Shape target;
    private Shape source = Shape.scalar();

    Reshape(Shape target) {
        this.target = target;
    }

    @Override
    public String name() {
        return "reshape";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        source = in.get(0).shape();
        TensorData data = in.get(0).data();
        Optional<Layout> view = data.spec().layout().reshape(target);
        if (view.isPresent()) {
            data.storage().retain();
            return List.of(Tensor.wrap(data.view(view.get(), 0), null));
        }
        TensorData copy = data.device().run(new Copy(), List.of(data)).get(0);
        return List.of(Tensor.wrap(copy.view(Layout.contiguous(target), 0), null));
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        return List.of(dy.reshape(source));
    }

    /** Sizes of which one may be −1, for so many elements. */
    static Shape resolve(Shape source, long... sizes) {
        int open = -1;
        long[] resolved = sizes.clone();
        for (int i = 0; i < sizes.length && open < 0; i++) {
            if (sizes[i] == -1) {
                open = i;
                resolved[i] = 1;
            }
        }
        long known = Shape.of(resolved).elements();
        if (open >= 0) {
            if (known == 0 || source.elements() % known != 0) {
                throw new MismatchException(
                        "reshape",
                        "the size −1 of " + Arrays.toString(sizes),
                        "one that divides " + source.elements() + " elements",
                        source.toString());
            }
            resolved[open] = source.elements() / known;
        }
        return Shape.of(resolved);
    }

    /** The shape with the axes from {@code first} on merged. */
    static Shape flattened(Shape shape, int first) {
        List<Long> sizes = new ArrayList<>();
        long merged = 1;
        for (int i = 0; i < shape.rank(); i++) {
            if (i < first) {
                sizes.add(shape.size(i));
            } else {
                merged *= shape.size(i);
            }
        }
        sizes.add(merged);
        return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
    }
}
