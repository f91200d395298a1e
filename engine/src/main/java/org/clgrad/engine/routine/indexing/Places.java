package org.clgrad.engine.routine.indexing;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.KernelFile;
import org.clgrad.engine.routine.PlanBuilder;
import org.clgrad.engine.routine.Slot;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * How indices lie to the places that they say. What is indexed is [outer, size, inner], the axis in the middle; what is read
 * or written by the indices is [outer, count, inner]. Either each element of that has an index of its own, or each of the count.
 *
 * <p>Destinations are numbers that tell the places of one row apart: with an index for each element there is one row, of
 * outer·size·inner destinations of one column; else there are outer rows of size destinations of inner columns.
 *
 * @param each whether each element has an index
 * @param outer the product of the sizes before the axis
 * @param size of the axis where places are
 * @param inner the product of the sizes behind the axis
 * @param count the size of the axis where indices are
 */
record Places(boolean each, long outer, long size, long inner, long count) {
    /**
     * The places of a tensor's axis.
     *
     * @param shape of the tensor that is indexed
     * @param index one axis, or all sizes as the shape's but that of the axis
     */
    static Places of(String operation, Indexed indexed, int axis, Shape shape, TensorSpec index) {
        boolean each = indexed == Indexed.ELEMENTS;
        checkAxis(operation, axis, shape);
        checkIndex(operation, index);
        Shape wanted = each
                ? shape.with(axis, sizeAt(index.shape(), axis))
                : Shape.of(index.shape().elements());
        if (!index.shape().equals(wanted)) {
            throw new MismatchException(
                    operation,
                    "index",
                    each ? "sizes as those of " + shape + " but along axis " + axis : "one axis",
                    index.shape().toString());
        }
        long[] sizes = shape.toArray();
        long outer = 1;
        long inner = 1;
        for (int i = 0; i < sizes.length; i++) {
            if (i < axis) {
                outer *= sizes[i];
            } else if (i > axis) {
                inner *= sizes[i];
            }
        }
        Places places =
                new Places(each, outer, shape.size(axis), inner, index.shape().size(each ? axis : 0));
        if (places.indices() > Integer.MAX_VALUE) {
            throw new MismatchException(
                    operation, "index", "fewer than 2³¹ elements", index.shape().toString());
        }
        return places;
    }

    private static long sizeAt(Shape shape, int axis) {
        return axis < shape.rank() ? shape.size(axis) : 0;
    }

    static void checkAxis(String operation, int axis, Shape shape) {
        if (axis < 0 || axis >= shape.rank()) {
            throw new MismatchException(operation, "input", "an axis " + axis, shape.toString());
        }
    }

    static void checkIndex(String operation, TensorSpec index) {
        if (index.dtype() != DType.I32 && index.dtype() != DType.I64) {
            throw new MismatchException(operation, "index", "type i32 or i64", index.toString());
        }
    }

    static void checkCount(String operation, List<TensorSpec> in, int least, int most) {
        if (in.size() < least || in.size() > most) {
            throw new MismatchException(
                    operation,
                    "the list of inputs",
                    least == most ? least + " tensors" : least + " or " + most + " tensors",
                    in.toString());
        }
    }

    static void checkSame(String operation, String argument, TensorSpec given, DType dtype, Shape shape) {
        if (given.dtype() != dtype || !given.shape().equals(shape)) {
            throw new MismatchException(
                    operation, argument, TensorSpec.of(dtype, shape).toString(), given.toString());
        }
    }

    /** How many indices there are. */
    long indices() {
        return each ? Math.multiplyExact(Math.multiplyExact(outer, count), inner) : count;
    }

    long rows() {
        return each ? 1 : outer;
    }

    long destinations() {
        return each ? Math.multiplyExact(Math.multiplyExact(outer, size), inner) : size;
    }

    long columns() {
        return each ? 1 : inner;
    }

    /** Lines of indices that have places of their own. */
    long lines() {
        return each ? outer : 1;
    }

    /** Indices of a line. */
    long span() {
        return each ? count * inner : count;
    }

    /** How far apart the destinations of neighbouring places are. */
    long stride() {
        return each ? inner : 1;
    }

    /** Whether the numbers of a line's elements, up to {@code most}, need more than the 32 bits of a quick division. */
    static boolean isWide(long most) {
        return most > Integer.MAX_VALUE;
    }

    /**
     * Says that elements are moved as integers of their size: so bits are kept, programs are shared, and what has no type that can
     * be computed in is moved too.
     */
    static KernelFile moving(KernelFile file, DType dtype) {
        return switch (dtype.sizeBytes()) {
            case 1 -> file.real(DType.U8);
            // Kernels see its elements as unsigned shorts, which no type of tensors is.
            case 2 -> file.real(DType.BF16, DType.I32);
            case 4 -> file.real(DType.I32);
            case 8 -> file.real(DType.I64);
            default -> throw new IllegalArgumentException("no integer is as large as " + dtype);
        };
    }

    /** The bits of what is read where there is nothing: NaN, or 0 for types that have none. */
    static long missingBits(DType dtype) {
        return switch (dtype) {
            case F64 -> Double.doubleToRawLongBits(Double.NaN);
            case F32 -> Float.floatToRawIntBits(Float.NaN);
            // The upper half of the float's, in which five bits of exponent are set too.
            case F16, BF16 -> Float.floatToRawIntBits(Float.NaN) >> Short.SIZE;
            case I32, I64, U8, BOOL -> 0;
        };
    }

    /** Adds the launches after which each destination holds the number of the last index that says it, or −1. */
    Slot owners(PlanBuilder plan, int index, boolean wraps) {
        DType dtype = plan.in(index).dtype();
        KernelFile file = plan.open(
                        "scatter_claims", Map.of("destinations", destinations(), "span", span(), "outer", lines()))
                .acc(DType.I32)
                .type("INDEX", dtype)
                .define("WRAPS", wraps)
                .define("WIDE", isWide(span()));
        Slot owners = plan.work(Math.multiplyExact(destinations(), DType.I32.sizeBytes()));
        file.launch("scatter_claims_clear").buffer(owners, DType.I32).add();
        file.launch()
                .buffer(plan.dense(index), dtype)
                .buffer(owners, DType.I32)
                .int64(size)
                .int64(stride())
                .int64(span())
                .add();
        return owners;
    }
}
