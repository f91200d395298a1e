package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Products computed by hand, and by loops. */
final class LinearAlgebraTest extends HostTest {
    /** 1, 2, 3, … in a shape. */
    private static Tensor counted(long... sizes) {
        Shape shape = Shape.of(sizes);
        double[] values = new double[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        return Tensor.of(DType.F64, shape, values);
    }

    private static void is(Tensor tensor, Shape shape, double... values) {
        assertThat(tensor.shape()).isEqualTo(shape);
        assertThat(tensor.toDoubles()).containsExactly(values, within(1e-12));
    }

    private static void refused(Runnable call, String... words) {
        assertThatThrownBy(call::run).isInstanceOf(MismatchException.class).hasMessageContainingAll(words);
    }

    @Test
    void vectorsAndMatrices() {
        is(counted(3).dot(Tensor.of(DType.F64, Shape.of(3), 4, 5, 6)), Shape.scalar(), 32);
        is(counted(0).dot(counted(0)), Shape.scalar(), 0);
        is(counted(2).outer(counted(3)), Shape.of(2, 3), 1, 2, 3, 2, 4, 6);
        is(counted(0).outer(counted(2)), Shape.of(0, 2));
        is(counted(2, 3).mv(counted(3)), Shape.of(2), 14, 32);
        is(counted(2, 2).mm(counted(2, 1)), Shape.of(2, 1), 5, 11);
        is(counted(2, 1, 2).bmm(counted(2, 2, 1)), Shape.of(2, 1, 1), 5, 25);
        is(counted(2, 0).matmul(counted(0, 2)), Shape.of(2, 2), 0, 0, 0, 0);
        is(counted(0).matmul(counted(0)), Shape.scalar(), 0);
        is(counted(2).matmul(counted(2, 2, 3)), Shape.of(2, 3), 9, 12, 15, 27, 30, 33);
        is(counted(2, 3, 2).matmul(counted(2)), Shape.of(2, 3), 5, 11, 17, 23, 29, 35);
        is(counted(2, 3).t().matmul(counted(2)), Shape.of(3), 9, 12, 15);
        is(counted(2).linear(counted(3, 2), counted(3)), Shape.of(3), 6, 13, 20);
        is(counted(2, 2).linear(counted(2), Tensor.of(DType.F64, Shape.scalar(), 1)), Shape.of(2), 6, 12);
    }

    @Test
    void whatIsNoSuchProductIsRefused() {
        refused(() -> counted(2).dot(counted(3)), "dot: y needs the length of x[2], got [3]");
        refused(() -> counted(2, 1).dot(counted(2)), "dot: x needs a vector");
        refused(() -> counted(2).outer(counted(1, 2)), "outer: y needs a vector");
        refused(() -> counted(2).mv(counted(2)), "mv: A needs a matrix");
        refused(() -> counted(2, 3).mv(counted(2)), "matmul: inner sizes differ");
        refused(() -> counted(2, 3).mm(counted(1, 3, 2)), "mm: B needs a matrix");
        refused(() -> counted(2, 1, 3).bmm(counted(1, 3, 1)), "bmm: B needs 2 matrices");
        refused(() -> Tensor.scalar(1).matmul(Tensor.of(1, 2)), "matmul: A needs rank 2 or more");
        refused(() -> counted(2).linear(counted(1, 1, 2), null), "linear: weight needs");
        refused(() -> counted(2, 2).bilinear(counted(2, 3), counted(3, 2), null), "weight needs [out, in1, in2]");
        refused(() -> counted(2, 2).bilinear(counted(2, 3), counted(4, 3, 3), null), "input 1 needs […,3]");
        refused(() -> counted(2, 2).bilinear(counted(1, 3), counted(4, 2, 3), null), "input 2 needs [2,3]");
        refused(() -> counted(2).bilinear(counted(3), counted(4, 2, 3), counted(3)), "bias needs [4]");
        refused(() -> counted(2, 2).diagonal(0, 1, -1), "diagonal: the list of axes needs different ones");
    }

    @Test
    void bilinearFormsAreSums() {
        // [1,2]·[[1,2,3],[4,5,6]]·[1,0,−1] = 9·1 − 15·1, and the same with W + 6.
        Tensor z = Tensor.of(DType.F64, Shape.of(3), 1, 0, -1);
        is(counted(2).bilinear(z, counted(2, 2, 3), null), Shape.of(2), -6, -6);
        Tensor w = counted(1, 2, 3).square();
        Tensor bias = Tensor.of(DType.F64, Shape.of(1), 0.5);
        // (1·1 + 2·16) − (1·9 + 2·36)
        is(counted(1, 1, 2).bilinear(z.reshape(1, 1, 3), w, bias), Shape.of(1, 1, 1), -47.5);
        assertThat(counted(0, 2).bilinear(counted(0, 3), w, bias).shape()).isEqualTo(Shape.of(0, 1));
    }

    @Test
    void diagonalsAreViews() {
        Tensor x = counted(2, 3);
        is(x.diagonal(0, 0, 1), Shape.of(2), 1, 5);
        is(x.diagonal(1, 0, 1), Shape.of(2), 2, 6);
        is(x.diagonal(2, 0, 1), Shape.of(1), 3);
        is(x.diagonal(-1, 0, 1), Shape.of(1), 4);
        is(x.diagonal(-1, 1, 0), Shape.of(2), 2, 6);
        is(x.diagonal(3, 0, 1), Shape.of(0));
        is(counted(2, 2, 2).diagonal(0, 0, -1), Shape.of(2, 2), 1, 6, 3, 8);
        assertThat(x.diagonal(1, 0, 1).data().storage()).isSameAs(x.data().storage());
    }

    @Test
    void equationsNameTheirSums() {
        Tensor a = counted(2, 3);
        Tensor b = counted(3, 2);
        is(TensorLinearAlgebra.einsum("ij,jk->ik", a, b), Shape.of(2, 2), 22, 28, 49, 64);
        is(TensorLinearAlgebra.einsum(" i j , j k ", a, b), Shape.of(2, 2), 22, 28, 49, 64);
        is(TensorLinearAlgebra.einsum("ij,jk->ki", a, b), Shape.of(2, 2), 22, 49, 28, 64);
        is(TensorLinearAlgebra.einsum("ij->ji", a), Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
        is(TensorLinearAlgebra.einsum("ba", a), Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
        is(TensorLinearAlgebra.einsum("aB", a), Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
        is(TensorLinearAlgebra.einsum("ij->i", a), Shape.of(2), 6, 15);
        is(TensorLinearAlgebra.einsum("ij->", a), Shape.scalar(), 21);
        is(TensorLinearAlgebra.einsum("ii", counted(2, 2)), Shape.scalar(), 5);
        is(TensorLinearAlgebra.einsum("ii->i", counted(2, 2)), Shape.of(2), 1, 4);
        is(TensorLinearAlgebra.einsum("iii->i", counted(2, 2, 2)), Shape.of(2), 1, 8);
        is(TensorLinearAlgebra.einsum("i,j->ij", counted(2), counted(2)), Shape.of(2, 2), 1, 2, 2, 4);
        is(TensorLinearAlgebra.einsum("i,i->", counted(3), counted(3)), Shape.scalar(), 14);
        is(TensorLinearAlgebra.einsum("ij,ij->ij", a, a), Shape.of(2, 3), 1, 4, 9, 16, 25, 36);
        is(TensorLinearAlgebra.einsum(",i", Tensor.of(DType.F64, Shape.scalar(), 2), counted(2)), Shape.of(2), 2, 4);
        // k only in the first: summed over before the product.
        is(TensorLinearAlgebra.einsum("ik,ij->ij", a, counted(2, 1)), Shape.of(2, 1), 6, 30);
        // Three: Σ over i, j of x, A, y.
        is(TensorLinearAlgebra.einsum("i,ij,j", counted(2), a, counted(3)), Shape.scalar(), 14 + 2 * 32);
    }

    @Test
    void dotsAreTheAxesWithoutNames() {
        Tensor a = counted(2, 1, 2);
        Tensor b = counted(2, 2, 1);
        is(TensorLinearAlgebra.einsum("...ij,...jk->...ik", a, b), Shape.of(2, 1, 1), 5, 25);
        is(TensorLinearAlgebra.einsum("...ij,...jk", a, counted(2, 1)), Shape.of(2, 1, 1), 5, 11);
        is(TensorLinearAlgebra.einsum("i...->...i", counted(2, 3)), Shape.of(3, 2), 1, 4, 2, 5, 3, 6);
        is(TensorLinearAlgebra.einsum("...i->i", counted(2, 3)), Shape.of(3), 5, 7, 9);
        is(TensorLinearAlgebra.einsum("i...,...", counted(2, 3), counted(3)), Shape.of(3, 2), 1, 4, 4, 10, 9, 18);
        // Broadcast: sizes of 1, and of letters too.
        is(TensorLinearAlgebra.einsum("...,...->...", counted(2, 1), counted(1, 2)), Shape.of(2, 2), 1, 2, 2, 4);
        is(TensorLinearAlgebra.einsum("ij,ij->i", counted(2, 1), counted(2, 3)), Shape.of(2), 6, 30);
    }

    @Test
    void emptySumsAreZero() {
        is(TensorLinearAlgebra.einsum("ij,jk->ik", counted(2, 0), counted(0, 1)), Shape.of(2, 1), 0, 0);
        is(TensorLinearAlgebra.einsum("ij->i", counted(2, 0)), Shape.of(2), 0, 0);
        is(TensorLinearAlgebra.einsum("ii->i", counted(0, 0)), Shape.of(0));
    }

    @Test
    void equationsThatDoNotFitAreRefused() {
        Tensor a = counted(2, 3);
        refused(() -> TensorLinearAlgebra.einsum("ij,jk", a), "einsum: the operands of \"ij,jk\" needs 2", "got 1");
        refused(() -> TensorLinearAlgebra.einsum("ij"), "needs 1", "got 0");
        refused(() -> TensorLinearAlgebra.einsum("ijk", a), "operand 0 of \"ijk\" needs 3 axes", "got [2,3]");
        refused(() -> TensorLinearAlgebra.einsum("i", a), "needs 1 axes");
        refused(() -> TensorLinearAlgebra.einsum("...ijk", a), "needs 3 axes or more");
        refused(() -> TensorLinearAlgebra.einsum("ii", a), "one size along both axes 'i'");
        refused(() -> TensorLinearAlgebra.einsum("ij,jk", a, a), "operand 1", "needs size 3 for 'j'");
        refused(() -> TensorLinearAlgebra.einsum("i1", a), "needs letters");
        refused(() -> TensorLinearAlgebra.einsum("i..", a), "three dots once at most");
        refused(() -> TensorLinearAlgebra.einsum("......", a), "three dots once at most");
        refused(() -> TensorLinearAlgebra.einsum("ij->k", a), "the result", "letters that an operand has");
        refused(() -> TensorLinearAlgebra.einsum("ij->ii", a), "each letter once");
        refused(() -> TensorLinearAlgebra.einsum("ij->i->j", a), "needs letters");
    }

    /** Σ over b, d and e of A[b,d] B[a,b,e] C[e,c,d], by loops. */
    @Test
    void threeOperandsInWhateverOrder() {
        Tensor a = counted(2, 3).div(7);
        Tensor b = counted(4, 2, 5).sin();
        Tensor c = counted(5, 2, 3).cos();
        double[] x = a.toDoubles();
        double[] y = b.toDoubles();
        double[] z = c.toDoubles();
        double[] expected = new double[8];
        for (int n = 0; n < 240; n++) {
            int e = n % 5;
            int d = n / 5 % 3;
            int k = n / 15 % 2;
            int j = n / 30 % 2;
            int i = n / 60;
            expected[k * 4 + i] += x[j * 3 + d] * y[(i * 2 + j) * 5 + e] * z[(e * 2 + k) * 3 + d];
        }
        is(TensorLinearAlgebra.einsum("bd,abe,ecd->ca", a, b, c), Shape.of(2, 4), expected);
    }
}
