package org.clgrad.autograd;

import java.util.List;
import org.clgrad.engine.routine.reduce.Reduce;
import org.clgrad.engine.routine.scan.Scan;

/**
 * y = cumulative sums or products of x along an axis.
 *
 * <p>Sums: yᵢ = Σ xⱼ over j ≤ i, so dxⱼ = Σ dyᵢ over i ≥ j: the same from the other end.
 *
 * <p>Products: with Eⱼ = Π xₖ over k &lt; j, dxⱼ = Σ dyᵢ·Π xₖ over i ≥ j and k ≤ i, k ≠ j, which is Eⱼ·(dyⱼ + Vⱼ₊₁), where Vⱼ =
 * xⱼ·dyⱼ + xⱼ·Vⱼ₊₁. Where xⱼ is left out of its own product, dxⱼ = Eⱼ·Wⱼ₊₁ with Wⱼ = dyⱼ + xⱼ·Wⱼ₊₁. Nothing is divided by x, so
 * zeros are as good as other numbers.
 */
final class ScanFunction extends SingleOutput {
    private final Scan scan;

    ScanFunction(Reduce.Op op, int axis, boolean exclusive, boolean reverse) {
        scan = new Scan(op, axis, exclusive, reverse);
    }

    @Override
    public String name() {
        return scan.name();
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        if (scan.op() == Reduce.Op.PROD) {
            save(in.get(0));
        }
        return run(scan, in.get(0));
    }

    @Override
    protected List<Tensor> backward(Tensor dy) {
        if (scan.op() == Reduce.Op.SUM) {
            return List.of(new ScanFunction(Reduce.Op.SUM, scan.axis(), scan.exclusive(), !scan.reverse()).apply(dy));
        }
        Tensor x = saved(0);
        Tensor before = new ScanFunction(Reduce.Op.PROD, scan.axis(), true, scan.reverse()).apply(x);
        RecurrenceFunction behind = new RecurrenceFunction(scan.axis(), !scan.reverse());
        return List.of(before.mul(scan.exclusive() ? behind.apply(x, dy) : dy.add(behind.apply(x, x.mul(dy)))));
    }
}
