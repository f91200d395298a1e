package org.clgrad.engine.routine.matmul;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.routine.StridedCopy;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * A matrix product as kernels see it: C[z,i,j] = Σₚ A[z,i,p]·B[z,p,j], C dense, A and B of any strides, z over
 * {@value #BATCH_AXES} batch axes at most.
 *
 * <p>Where all matrices of A meet one and the same B and lie one below the other, they are one tall matrix, and the
 * batch axes are gone: a linear layer over a sequence costs what one over a flat batch costs.
 *
 * @param batch sizes of the batch axes, filled with ones in front
 */
record Product(DType dtype, long m, long n, long k, Operand a, Operand b, List<Long> batch) {
    /**
     * As many as batch.clh takes. One is enough unless A and B are repeated along different axes, or are views that
     * leave gaps.
     */
    static final int BATCH_AXES = 3;

    /** The product of these inputs, as a plan for them will have it: the strides are those after any copy. */
    static Product of(MatMul routine, List<TensorSpec> in) {
        return of(routine, in, (input, source, target) -> new Slot.In(input));
    }

    /** The product that a plan is to do, with a copy first where the batch axes are too many. */
    static Product of(MatMul routine, PlanBuilder plan) {
        return of(routine, plan.inputs(), (input, source, target) -> {
            Slot work = plan.work(target.sizeBytes());
            StridedCopy.add(plan, new Slot.In(input), source, work, target);
            return work;
        });
    }

    /** Makes an input dense, its matrices repeated as often as the product needs them. */
    private interface Stacking {
        Slot copy(int input, TensorSpec source, TensorSpec target);
    }

    private static Product of(MatMul routine, List<TensorSpec> in, Stacking stacking) {
        TensorSpec a = in.get(0);
        TensorSpec b = in.get(1);
        Product product = of(routine, a.dtype(), new Slot.In(0), a.layout(), new Slot.In(1), b.layout());
        if (product.batch.size() > BATCH_AXES) {
            Shape batch = Shape.broadcast(routine.name(), MatMul.batch(a.shape()), MatMul.batch(b.shape()));
            TensorSpec stackA = new TensorSpec(a.dtype(), stacked(a.layout(), batch));
            TensorSpec stackB = new TensorSpec(b.dtype(), stacked(b.layout(), batch));
            TensorSpec denseA = TensorSpec.of(a.dtype(), stackA.shape());
            TensorSpec denseB = TensorSpec.of(b.dtype(), stackB.shape());
            product = of(
                    routine,
                    a.dtype(),
                    stacking.copy(0, stackA, denseA),
                    denseA.layout(),
                    stacking.copy(1, stackB, denseB),
                    denseB.layout());
        }
        return product.padded();
    }

    private static Product of(MatMul routine, DType dtype, Slot slotA, Layout a, Slot slotB, Layout b) {
        long m = a.shape().size(routine.transposeA() ? -1 : -2);
        long k = a.shape().size(routine.transposeA() ? -2 : -1);
        long n = b.shape().size(routine.transposeB() ? -2 : -1);
        long rowA = a.stride(routine.transposeA() ? -1 : -2);
        long columnA = a.stride(routine.transposeA() ? -2 : -1);
        long rowB = b.stride(routine.transposeB() ? -1 : -2);
        long columnB = b.stride(routine.transposeB() ? -2 : -1);
        Shape batch = Shape.broadcast(routine.name(), MatMul.batch(a.shape()), MatMul.batch(b.shape()));
        Layout batchA = batchOf(stacked(a, batch));
        Layout batchB = batchOf(stacked(b, batch));

        Layout tall = tall(batchA, m, rowA);
        if (Arrays.stream(batchB.strides()).allMatch(stride -> stride == 0)
                && tall.shape().rank() == 1) {
            m = tall.shape().elements();
            rowA = tall.stride(0);
            batchA = Layout.contiguous(Shape.scalar());
            batchB = batchA;
        }
        List<Layout> merged = Layout.collapse(List.of(batchA, batchB));
        return new Product(
                dtype,
                m,
                n,
                k,
                new Operand(slotA, m, k, rowA, columnA, boxed(merged.get(0).strides())),
                new Operand(slotB, k, n, rowB, columnB, boxed(merged.get(1).strides())),
                boxed(merged.get(0).shape().toArray()));
    }

    /** A's rows and batch axes walked as one list of rows, if its rank is 1. */
    private static Layout tall(Layout batch, long rows, long rowStride) {
        long[] sizes = LongStream.concat(LongStream.of(batch.shape().toArray()), LongStream.of(rows))
                .toArray();
        long[] strides = LongStream.concat(LongStream.of(batch.strides()), LongStream.of(rowStride))
                .toArray();
        return Layout.collapse(List.of(Layout.of(Shape.of(sizes), strides))).get(0);
    }

    /** An operand's layout with its batch axes repeated to the product's. */
    private static Layout stacked(Layout layout, Shape batch) {
        Shape shape = layout.shape();
        long[] sizes = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
        sizes[batch.rank()] = shape.size(-2);
        sizes[batch.rank() + 1] = shape.size(-1);
        // Written out and not broadcastTo, which would zero the strides of a matrix's axes of size 1: harmless, but a
        // dense matrix would look like another.
        long[] strides = new long[sizes.length];
        int lead = sizes.length - shape.rank();
        for (int axis = lead; axis < sizes.length; axis++) {
            boolean repeated = axis < batch.rank() && shape.size(axis - lead) != sizes[axis];
            strides[axis] = repeated ? 0 : layout.stride(axis - lead);
        }
        return Layout.of(Shape.of(sizes), strides);
    }

    private static Layout batchOf(Layout layout) {
        long[] strides = layout.strides();
        return Layout.of(MatMul.batch(layout.shape()), Arrays.copyOf(strides, strides.length - 2));
    }

    /** How many matrices C has. */
    long matrices() {
        return batch.stream().reduce(1L, Math::multiplyExact);
    }

    /** The multiplications and additions, an fma counted once. */
    double terms() {
        return (double) matrices() * m * n * k;
    }

    /** The same product, with operands copied where neither their rows nor their columns are dense. */
    Product withDenseLines(PlanBuilder plan) {
        return new Product(dtype, m, n, k, denseLines(plan, a), denseLines(plan, b), batch);
    }

    private Operand denseLines(PlanBuilder plan, Operand x) {
        return x.isDenseAlongRows() || x.isDenseAlongColumns() ? x : x.dense(plan, dtype, batch);
    }

    private Product padded() {
        int missing = BATCH_AXES - batch.size();
        return new Product(dtype, m, n, k, padded(a, missing), padded(b, missing), padded(batch, 1L, missing));
    }

    private static Operand padded(Operand x, int missing) {
        return new Operand(
                x.slot(),
                x.rows(),
                x.columns(),
                x.rowStride(),
                x.columnStride(),
                padded(x.batchStrides(), 0L, missing));
    }

    private static List<Long> padded(List<Long> values, long filler, int missing) {
        List<Long> padded = new ArrayList<>(Collections.nCopies(missing, filler));
        padded.addAll(values);
        return padded;
    }

    private static List<Long> boxed(long[] values) {
        return LongStream.of(values).boxed().toList();
    }
}
