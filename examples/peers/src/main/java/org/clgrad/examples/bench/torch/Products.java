package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.clgrad.examples.bench.child.Draw;
import org.clgrad.examples.bench.child.Gemm;
import org.clgrad.examples.bench.child.TimedCase;

/** Products of matrices; a transposed one is a view of the array that lies the other way round. */
final class Products {
    private Products() {}

    static TimedCase open(NDManager arrays, Gemm gemm) {
        Draw draw = new Draw(0);
        float[] hostA = draw.numbers(gemm.m() * gemm.k());
        float[] hostB = draw.numbers(gemm.k() * gemm.n());
        NDArray a = matrix(arrays, hostA, gemm.m(), gemm.k(), gemm.transposedA());
        NDArray b = matrix(arrays, hostB, gemm.k(), gemm.n(), gemm.transposedB());
        return new OperationCase(
                arrays,
                () -> new NDList(a.matMul(b)),
                c -> gemm.check(hostA, hostB, c.singletonOrThrow().toFloatArray()));
    }

    private static NDArray matrix(NDManager arrays, float[] numbers, int rows, int columns, boolean transposed) {
        return transposed
                ? arrays.create(numbers, new Shape(columns, rows)).transpose()
                : arrays.create(numbers, new Shape(rows, columns));
    }
}
