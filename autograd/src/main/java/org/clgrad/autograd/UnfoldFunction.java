package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.routine.conv.ConvAxis;
import org.clgrad.engine.routine.conv.ConvGeometry;
import org.clgrad.engine.routine.conv.Fold;
import org.clgrad.engine.routine.conv.Volume;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/**
 * y = the blocks of x that a window sees, each a column. Strides can say which, so this is a dense copy of a view.
 *
 * <p>Each element of y is one of x or a zero of the padding, so dx is the sum of dy over the blocks that an element is in:
 * {@link Folding}. That is linear as well, and its gradient is the unfolding again.
 */
final class UnfoldFunction extends SingleOutput {
    private final ConvGeometry geometry;
    private final Volume taps;
    private Shape x = Shape.scalar();

    UnfoldFunction(ConvGeometry geometry, Volume taps) {
        this.geometry = geometry;
        this.taps = taps;
    }

    @Override
    public String name() {
        return "unfold";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        x = in.get(0).shape();
        int rank = geometry.rank();
        TensorData data = padded(in.get(0)).data();
        long[] sizes = new long[2 + 2 * rank];
        long[] strides = new long[2 + 2 * rank];
        for (int axis = 0; axis < 2; axis++) {
            sizes[axis] = x.size(axis);
            strides[axis] = data.spec().stride(axis);
        }
        long[] window = taps.last(rank);
        for (int i = 0; i < rank; i++) {
            ConvAxis axis = geometry.axes().get(i);
            sizes[2 + i] = window[i];
            strides[2 + i] = axis.dilation() * data.spec().stride(i + 2);
            sizes[2 + rank + i] = blocks(axis, x.size(i + 2), window[i]);
            strides[2 + rank + i] = axis.stride() * data.spec().stride(i + 2);
        }
        data.storage().retain();
        Tensor blocks = Tensor.wrap(data.view(Layout.of(Shape.of(sizes), strides), 0), null);
        long count = 1;
        for (int i = 0; i < rank; i++) {
            count *= sizes[2 + rank + i];
        }
        return List.of(blocks.copy().reshape(Shape.of(x.size(0), x.size(1) * taps.product(), count)));
    }

    private Tensor padded(Tensor input) {
        long[] before = new long[x.rank()];
        long[] after = new long[x.rank()];
        for (int i = 0; i < geometry.rank(); i++) {
            before[i + 2] = geometry.axes().get(i).before();
            after[i + 2] = geometry.axes().get(i).after();
        }
        boolean none = Arrays.stream(before).allMatch(n -> n == 0)
                && Arrays.stream(after).allMatch(n -> n == 0);
        return none ? input : input.pad(before, after, 0);
    }

    private long blocks(ConvAxis axis, long size, long taps) {
        long blocks = axis.outputs(size, taps);
        if (blocks < 1) {
            throw new MismatchException(
                    name(), "input " + x, "as large as a window of " + taps + " with " + axis, "size " + size);
        }
        return blocks;
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        return List.of(new Folding(geometry, Volume.ofLast(geometry.rank(), x), taps).apply(dy));
    }

    /** y = the sum of blocks where they came from; dx = the blocks of dy. */
    static final class Folding extends SingleOutput {
        private final ConvGeometry geometry;
        private final Volume size;
        private final Volume taps;

        Folding(ConvGeometry geometry, Volume size, Volume taps) {
            this.geometry = geometry;
            this.size = size;
            this.taps = taps;
        }

        @Override
        public String name() {
            return "fold";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            return run(new Fold(geometry, size, taps), in.get(0));
        }

        @Override
        protected List<Tensor> backward(Tensor dy) {
            return List.of(new UnfoldFunction(geometry, taps).apply(dy));
        }
    }
}
