package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * A buffer of the steps of a sequence, [steps, …], of which routines take one at a time where it lies.
 *
 * @param all the whole of it
 */
record Steps(Tensor all) {
    /** So many steps of the type and shape of one, with undefined contents, in the current scope. */
    static Steps like(Tensor one, long steps, long... sizes) {
        long[] shape = new long[sizes.length + 1];
        shape[0] = steps;
        System.arraycopy(sizes, 0, shape, 1, sizes.length);
        return new Steps(Tensor.of(one.device().allocate(TensorSpec.of(one.dtype(), shape))));
    }

    /** The step of a number; of a buffer with room for one, that. */
    TensorData at(long step) {
        TensorData data = all.data();
        Layout layout = data.spec().layout();
        int rank = layout.shape().rank();
        Shape shape = Shape.of(Arrays.copyOfRange(layout.shape().toArray(), 1, rank));
        long place = layout.shape().size(0) == 1 || shape.elements() == 0 ? 0 : step;
        return data.view(Layout.of(shape, Arrays.copyOfRange(layout.strides(), 1, rank)), place * layout.stride(0));
    }

    /** The step of a number of each. */
    static List<TensorData> at(List<Steps> buffers, long step) {
        return buffers.stream().map(buffer -> buffer.at(step)).toList();
    }
}
