package org.clgrad.autograd;

import java.util.List;
import java.util.stream.IntStream;
import org.clgrad.engine.routine.reduce.Reduce;
import org.clgrad.engine.tensor.Shape;

/**
 * y = sum, mean, product, max or min over axes.
 *
 * <p>Sum: dx = dy repeated. Mean: dx = dy/n repeated. Max, min: with M = [x = y] and c its sum over the axes, dx =
 * dy·M/c: tied elements share the gradient evenly, a subgradient. Product: dx = dy times the product of the elements before
 * and that of those behind, so that nothing is divided by x.
 */
final class ReduceFunction extends SingleOutput {
    private final Reduce.Op op;
    private final int[] axes;
    private final boolean keepDim;
    private Shape source = Shape.scalar();

    ReduceFunction(Reduce.Op op, int[] axes, boolean keepDim) {
        this.op = op;
        this.axes = axes;
        this.keepDim = keepDim;
    }

    @Override
    public String name() {
        return new Reduce(op, boxedAxes(), keepDim).name();
    }

    private List<Integer> boxedAxes() {
        return IntStream.of(axes).boxed().toList();
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        Tensor x = in.get(0);
        source = x.shape();
        List<Tensor> y = run(new Reduce(op, boxedAxes(), keepDim), x);
        if (op == Reduce.Op.MAX || op == Reduce.Op.MIN) {
            save(x);
            saveOutput(y.get(0), 0);
        } else if (op == Reduce.Op.PROD) {
            save(x);
        }
        return y;
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        Shape kept = kept();
        Tensor repeated = dy.reshape(kept).expand(source);
        return List.of(
                switch (op) {
                    case SUM -> repeated;
                    case MEAN -> repeated.mul(1.0 / (source.elements() / (double) kept.elements()));
                    case MAX, MIN -> {
                        Tensor mask = saved(0).eq(saved(1).reshape(kept));
                        yield Accumulated.of(
                                in -> {
                                    Tensor ones = mask.to(in[0].dtype());
                                    return ones.mul(in[0].div(ones.sum(true, axes)));
                                },
                                dy.reshape(kept));
                    }
                    case PROD -> productsOfOthers(saved(0)).mul(repeated);
                });
    }

    /** Of each element the product of all others that are merged with it. */
    private Tensor productsOfOthers(Tensor x) {
        List<Integer> merged = boxedAxes();
        int[] order = IntStream.concat(
                        IntStream.range(0, source.rank()).filter(axis -> !merged.contains(axis)), IntStream.of(axes))
                .toArray();
        int[] back = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            back[order[i]] = i;
        }
        Tensor ordered = x.permute(order);
        long outputs = kept().elements();
        Tensor rows = ordered.reshape(Shape.of(outputs, source.elements() / Math.max(1, outputs)));
        Tensor before = new ScanFunction(Reduce.Op.PROD, 1, true, false).apply(rows);
        Tensor behind = new ScanFunction(Reduce.Op.PROD, 1, true, true).apply(rows);
        return before.mul(behind).reshape(ordered.shape()).permute(back);
    }

    private Shape kept() {
        Shape kept = source;
        for (int axis : axes) {
            kept = kept.with(axis, 1);
        }
        return kept;
    }
}
