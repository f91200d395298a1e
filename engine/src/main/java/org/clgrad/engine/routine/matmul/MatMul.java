package org.clgrad.engine.routine.matmul;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * C[…,i,j] = Σₚ op(A)[…,i,p] · op(B)[…,p,j], where op transposes the last two axes or does nothing; or with an
 * {@linkplain ProductEnding ending} that plus bias[j], or the larger of this and 0.
 *
 * <p><b>Shapes.</b> op(A) is […,m,k], op(B) is […,k,n], C is […,m,n]; both have rank 2 at least. The leading axes are
 * batch axes and broadcast by NumPy's rule. The bias is [n]. All have one floating-point type, which is C's.
 *
 * <p><b>Layout.</b> Inputs of any strides. A matrix whose rows or whose columns are dense (a transposed view, a block of
 * a larger matrix) is used where it lies, and so is one that is repeated by strides of 0. C is dense.
 *
 * <p><b>NaN, infinities, empty.</b> As IEEE 754 has it for the sum of the products of row and column, and only theirs:
 * nothing beyond the edge of a matrix is multiplied into an element. With k = 0, the sums are 0; with m, n or a batch axis of
 * 0, it is empty.
 *
 * <p><b>Accumulation.</b> The reference sums in double, p ascending. Kernels sum in the element type (F16 and BF16 in F32, rounded once at the end) with one fma a term,
 * in one or in several partial sums that are then added, each in an order stated in its header that depends on shapes
 * and device only. Whatever that order, a term passes through at most k roundings, so |error| ≤ (k + 2)·u·Σₚ|a||b| in
 * every case. A bias is one more term, added last.
 *
 * <p><b>Errors.</b> {@link MismatchException} for rank, element types, inner sizes, batch axes.
 *
 * <p>Source: the error bound is N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.1 and §4.2.
 *
 * @param transposeA whether A is given as […,k,m]
 * @param transposeB whether B is given as […,n,k]
 * @param ending what becomes of each element
 */
public record MatMul(boolean transposeA, boolean transposeB, ProductEnding ending) implements Routine {
    /** The product alone. */
    public MatMul(boolean transposeA, boolean transposeB) {
        this(transposeA, transposeB, ProductEnding.NONE);
    }

    @Override
    public String name() {
        return "matmul";
    }

    @Override
    public List<TensorSpec> infer(List<TensorSpec> in) {
        int inputs = ending.adds() ? 3 : 2;
        if (in.size() != inputs) {
            throw new MismatchException(name(), "a product", inputs + " inputs", Integer.toString(in.size()));
        }
        TensorSpec a = in.get(0);
        TensorSpec b = in.get(1);
        checkMatrix("A", a);
        checkMatrix("B", b);
        if (a.dtype() != b.dtype()) {
            throw new MismatchException(name(), "A " + a, "B of the same element type", b.toString());
        }
        long k = a.size(transposeA ? -2 : -1);
        if (b.size(transposeB ? -1 : -2) != k) {
            String axes = b.rank() > 2 ? "…," : "";
            throw new MismatchException(
                    name(),
                    "inner sizes differ: A" + a.shape() + mark(transposeA),
                    "B[" + axes + (transposeB ? "n," + k : k + ",n") + "]" + mark(transposeB),
                    "B" + b.shape() + mark(transposeB));
        }
        long m = a.size(transposeA ? -1 : -2);
        long n = b.size(transposeB ? -2 : -1);
        if (ending.adds()) {
            TensorSpec bias = in.get(2);
            if (bias.dtype() != a.dtype() || !bias.shape().equals(Shape.of(n))) {
                throw new MismatchException(
                        name(), "bias", TensorSpec.of(a.dtype(), n).toString(), bias.toString());
            }
        }
        Shape batch = Shape.broadcast(name(), batch(a.shape()), batch(b.shape()));
        return List.of(TensorSpec.of(a.dtype(), matrix(batch, m, n)));
    }

    private void checkMatrix(String argument, TensorSpec spec) {
        if (!spec.dtype().isFloat()) {
            throw new MismatchException(name(), argument, "elements of a floating-point type", spec.toString());
        }
        if (spec.rank() < 2) {
            throw new MismatchException(name(), argument, "rank 2 or more", argument + spec.shape());
        }
    }

    private static String mark(boolean transposed) {
        return transposed ? "ᵀ" : "";
    }

    /** The shape without its last two axes. */
    static Shape batch(Shape shape) {
        return shape.without(-1).without(-1);
    }

    @Override
    public void onHost(HostExec exec, Args args) {
        HostArray a = args.in(0);
        HostArray b = args.in(1);
        HostArray c = args.out(0);
        double[] values = multiply(exec, a.doubles(), a.shape(), b.doubles(), b.shape(), c.shape());
        if (ending.adds()) {
            double[] bias = args.in(2).doubles();
            Arrays.setAll(values, e -> ending.of(values[e], bias[e % bias.length]));
        }
        c.set(values);
    }

    /** The product of dense values. */
    private double[] multiply(HostExec exec, double[] a, Shape shapeA, double[] b, Shape shapeB, Shape shapeC) {
        int m = (int) shapeC.size(-2);
        int n = (int) shapeC.size(-1);
        int k = (int) shapeA.size(transposeA ? -2 : -1);
        double[] c = new double[Math.toIntExact(shapeC.elements())];
        exec.each(n == 0 ? 0 : c.length / n, row -> {
            int matrix = (int) (row / m);
            int i = (int) (row % m);
            int aBegin = matrixOf(matrix, shapeC, shapeA) * m * k;
            int bBegin = matrixOf(matrix, shapeC, shapeB) * k * n;
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a[aBegin + (transposeA ? p * m + i : i * k + p)]
                            * b[bBegin + (transposeB ? j * k + p : p * n + j)];
                }
                c[(int) row * n + j] = sum;
            }
        });
        return c;
    }

    /** Which of the operand's matrices goes into a matrix of C: its number in row-major order. */
    private static int matrixOf(int matrixOfC, Shape shapeC, Shape operand) {
        int number = 0;
        int weight = 1;
        int rest = matrixOfC;
        for (int axis = 3; axis <= shapeC.rank(); axis++) {
            int sizeC = (int) shapeC.size(-axis);
            int index = rest % sizeC;
            rest /= sizeC;
            if (axis <= operand.rank() && operand.size(-axis) != 1) {
                number += index * weight;
                weight *= (int) operand.size(-axis);
            }
        }
        return number;
    }

    @Override
    public Tuned tunedAs(List<TensorSpec> in) {
        return new Tuned(new MatMul(transposeA, transposeB), in.subList(0, 2));
    }

    @Override
    public List<Variant> variants() {
        return Variants.of(this);
    }

    @Override
    public Cost cost(List<TensorSpec> in) {
        List<TensorSpec> out = infer(in);
        long k = in.get(0).size(transposeA ? -2 : -1);
        return Cost.of(Math.multiplyExact(2 * k, out.get(0).elements()), in, out);
    }

    /** What it is tried on; layouts are varied by the tester. */
    public static SampleSpace samples() {
        return SampleSpace.of("matmul")
                .values("dtype", DType.floats().toArray())
                .flag("transposeA")
                .flag("transposeB")
                .values("ending", (Object[]) ProductEnding.values())
                // Around register tiles of 4 to 32 and local tiles of 64; few rows or columns, which have kernels of
                // their own; rows that leave 5 to 11 behind tiles of 6 to 14; empty.
                .sizes("m", 5, 1, 10, 16, 33, 47, 64, 65, 131, 0)
                .sizes("n", 7, 1, 10, 16, 33, 64, 65, 131, 0)
                // Around slices of 16; tiles visited several times; long enough to be cut among processors; empty.
                .sizes("k", 3, 67, 1, 16, 257, 1030, 4099, 0)
                .values("batch", Batch.ALL.toArray())
                .where(choice -> choice.size("m") * choice.size("n") * choice.size("k") <= 3_000_000)
                .refuses(
                        "inner sizes",
                        new MatMul(false, false),
                        List.of(TensorSpec.of(DType.F32, 3, 4), TensorSpec.of(DType.F32, 5, 2)),
                        "matmul: inner sizes differ: A[3,4] needs B[4,n], got B[5,2]")
                .refuses(
                        "inner sizes of transposes",
                        new MatMul(true, true),
                        List.of(TensorSpec.of(DType.F32, 2, 4, 3), TensorSpec.of(DType.F32, 2, 5, 3)),
                        "matmul: inner sizes differ: A[2,4,3]ᵀ needs B[…,n,4]ᵀ, got B[2,5,3]ᵀ")
                .refuses(
                        "a vector",
                        new MatMul(false, false),
                        List.of(TensorSpec.of(DType.F32, 3, 4), TensorSpec.of(DType.F32, 4)),
                        "matmul: B needs rank 2 or more, got B[4]")
                .refuses(
                        "batch axes",
                        new MatMul(false, false),
                        List.of(TensorSpec.of(DType.F32, 2, 3, 4), TensorSpec.of(DType.F32, 3, 4, 3)),
                        "matmul: axis -1 of shape [2] needs size 2 or 1, got [3]")
                .refuses(
                        "element types that differ",
                        new MatMul(false, false),
                        List.of(TensorSpec.of(DType.F32, 3, 4), TensorSpec.of(DType.F64, 4, 3)),
                        "matmul: A f32[3,4] needs B of the same element type, got f64[4,3]")
                .refuses(
                        "a bias of another size",
                        new MatMul(false, false, ProductEnding.BIAS),
                        List.of(
                                TensorSpec.of(DType.F32, 3, 4),
                                TensorSpec.of(DType.F32, 4, 2),
                                TensorSpec.of(DType.F32, 3)),
                        "matmul: bias needs f32[2], got f32[3]")
                .refuses(
                        "integers",
                        new MatMul(false, false),
                        List.of(TensorSpec.of(DType.I32, 3, 4), TensorSpec.of(DType.I32, 4, 3)),
                        "matmul: A needs elements of a floating-point type, got i32[3,4]")
                .sample(choice -> {
                    boolean transposeA = choice.flag("transposeA");
                    boolean transposeB = choice.flag("transposeB");
                    DType dtype = choice.value("dtype", DType.class);
                    Batch batch = choice.value("batch", Batch.class);
                    long m = choice.size("m");
                    long n = choice.size("n");
                    long k = choice.size("k");
                    ProductEnding ending = choice.value("ending", ProductEnding.class);
                    MatMul routine = new MatMul(transposeA, transposeB, ending);
                    List<TensorSpec> specs = new ArrayList<>(List.of(
                            TensorSpec.of(dtype, matrix(batch.a, transposeA ? k : m, transposeA ? m : k)),
                            TensorSpec.of(dtype, matrix(batch.b, transposeB ? n : k, transposeB ? k : n))));
                    if (ending.adds()) {
                        specs.add(TensorSpec.of(dtype, n));
                    }
                    return new Sample(
                            routine,
                            specs,
                            Collections.nCopies(specs.size(), Domain.standard()),
                            // k fmas in whatever order: each term is rounded once in its product's fma and at most
                            // k - 1 times more, also where partial sums are added; the bias is one term more. What is
                            // cut at 0 is no further off for it.
                            Tolerance.sum(ending.adds() ? k + 1 : k, (output, in) -> routine.magnitudes(in)));
                });
    }

    /** Σₚ|a||b| of each element of C, and |bias|. */
    private double[] magnitudes(List<HostArray> in) {
        Shape shapeC = infer(in.stream().map(HostArray::spec).toList()).get(0).shape();
        double[] a = magnitudes(in.get(0));
        double[] b = magnitudes(in.get(1));
        double[] sums = multiply(
                HostExec.sequential(), a, in.get(0).shape(), b, in.get(1).shape(), shapeC);
        if (ending.adds()) {
            double[] bias = magnitudes(in.get(2));
            Arrays.setAll(sums, e -> sums[e] + bias[e % bias.length]);
        }
        return sums;
    }

    private static double[] magnitudes(HostArray x) {
        return DoubleStream.of(x.doubles()).map(Math::abs).toArray();
    }

    private static Shape matrix(Shape batch, long rows, long columns) {
        return Shape.of(LongStream.concat(LongStream.of(batch.toArray()), LongStream.of(rows, columns))
                .toArray());
    }

    /** Batch axes of A and B. */
    private record Batch(Shape a, Shape b) {
        /** None; the same; only A's, only B's; repeated along different axes, two or more than kernels take; empty. */
        private static final List<Batch> ALL = List.of(
                new Batch(Shape.scalar(), Shape.scalar()),
                new Batch(Shape.of(3), Shape.of(3)),
                new Batch(Shape.of(2, 3), Shape.scalar()),
                new Batch(Shape.of(1), Shape.of(3)),
                new Batch(Shape.of(2, 1), Shape.of(3)),
                new Batch(Shape.of(2, 1, 2, 1), Shape.of(3, 1, 2)),
                new Batch(Shape.of(0), Shape.of(1)));
    }
}
