package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.shape.Copy;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/** y = the inputs one after the other along an axis; each dx = its part of dy. */
final class Concat extends SingleOutput {
    private final int givenAxis;
    private int axis;
    private final List<Long> lengths = new ArrayList<>();

    Concat(int axis) {
        this.givenAxis = axis;
    }

    @Override
    public String name() {
        return "concat";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        if (in.isEmpty()) {
            throw new MismatchException(name(), "parts", "at least one", "none");
        }
        Tensor first = in.get(0);
        axis = first.shape().axis(name(), givenAxis);
        long total = 0;
        for (int i = 0; i < in.size(); i++) {
            Tensor part = in.get(i);
            boolean fits = part.rank() == first.rank()
                    && part.dtype() == first.dtype()
                    && part.shape().with(axis, 0).equals(first.shape().with(axis, 0));
            if (!fits) {
                throw new MismatchException(
                        "concat",
                        "a part beside " + first.data().spec(),
                        "the same type and sizes but for axis " + axis,
                        part.data().spec().toString());
            }
            if (part.device() != first.device()) {
                throw new MismatchException(
                        "concat",
                        "part " + i,
                        "a tensor on " + first.device().name(),
                        "one on " + part.device().name());
            }
            lengths.add(part.size(axis));
            total += part.size(axis);
        }
        Shape shape = first.shape().with(axis, total);
        Tensor y = Tensor.of(first.device().allocate(TensorSpec.of(first.dtype(), shape)));
        return filled(y, whole -> copyInto(whole, in));
    }

    private void copyInto(Tensor whole, List<Tensor> parts) {
        long start = 0;
        for (Tensor part : parts) {
            TensorData place = Slice.part(whole.data(), axis, start, part.size(axis), 1);
            whole.device().run(new Copy(), List.of(part.data()), List.of(place));
            start += part.size(axis);
        }
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dy) {
        List<@Nullable Tensor> gradients = new ArrayList<>();
        long start = 0;
        for (int i = 0; i < lengths.size(); i++) {
            gradients.add(needs(i) ? dy.narrow(axis, start, lengths.get(i)) : null);
            start += lengths.get(i);
        }
        return gradients;
    }
}
