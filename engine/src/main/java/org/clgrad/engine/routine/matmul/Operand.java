package org.clgrad.engine.routine.matmul;

import java.util.ArrayList;
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
 * A stack of matrices that a product reads: op(A), whose element (i, p) is {@code i·rowStride + p·columnStride} elements
 * behind the first, or op(B). A transposition is nothing but the two strides exchanged.
 *
 * @param slot where they are
 * @param rows rows of op(X)
 * @param columns columns of op(X)
 * @param rowStride from row to row, in elements
 * @param columnStride from column to column, in elements
 * @param batchStrides from matrix to matrix along each of the product's batch axes, in elements; 0 repeats a matrix
 */
record Operand(Slot slot, long rows, long columns, long rowStride, long columnStride, List<Long> batchStrides) {
    /** Whether neighbours in a row are neighbours in memory. */
    boolean isDenseAlongRows() {
        return columns <= 1 || columnStride == 1;
    }

    /** Whether neighbours in a column are neighbours in memory. */
    boolean isDenseAlongColumns() {
        return rows <= 1 || rowStride == 1;
    }

    /** The batch axes without those along which a matrix is repeated, which have size 1 here. */
    List<Long> distinct(List<Long> batch) {
        List<Long> sizes = new ArrayList<>();
        for (int axis = 0; axis < batch.size(); axis++) {
            sizes.add(batchStrides.get(axis) == 0 ? Math.min(1, batch.get(axis)) : batch.get(axis));
        }
        return sizes;
    }

    /** Strides along the batch axes where the distinct matrices lie one behind the other, each of so many elements. */
    List<Long> packedBatchStrides(List<Long> batch, long matrixElements) {
        long[] sizes = distinct(batch).stream().mapToLong(Long::longValue).toArray();
        Layout packed = Layout.contiguous(Shape.of(sizes));
        List<Long> strides = new ArrayList<>();
        for (int axis = 0; axis < sizes.length; axis++) {
            strides.add(batchStrides.get(axis) == 0 ? 0 : packed.stride(axis) * matrixElements);
        }
        return strides;
    }

    /** The same matrices, copied to workspace, row by row. */
    Operand dense(PlanBuilder plan, DType dtype, List<Long> batch) {
        long[] sizes = LongStream.concat(
                        distinct(batch).stream().mapToLong(Long::longValue), LongStream.of(rows, columns))
                .toArray();
        long[] strides = LongStream.concat(
                        batchStrides.stream().mapToLong(Long::longValue), LongStream.of(rowStride, columnStride))
                .toArray();
        TensorSpec source = new TensorSpec(dtype, Layout.of(Shape.of(sizes), strides));
        TensorSpec target = TensorSpec.of(dtype, source.shape());
        Slot work = plan.work(target.sizeBytes());
        StridedCopy.add(plan, slot, source, work, target);
        return new Operand(work, rows, columns, columns, 1, packedBatchStrides(batch, rows * columns));
    }
}
