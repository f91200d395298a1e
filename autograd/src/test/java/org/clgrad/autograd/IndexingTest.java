package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Reading and writing at places, with values and gradients worked out by hand. */
final class IndexingTest extends HostTest {
    private static final double NAN = Double.NaN;

    private static Tensor matrix() {
        return Tensor.of(new double[] {1, 2, 3}, new double[] {4, 5, 6});
    }

    private static Tensor index(Shape shape, double... values) {
        return Tensor.of(DType.I64, shape, values);
    }

    private static double[] gradient(Tensor x, Tensor y, double... dy) {
        y.backward(Tensor.of(DType.F32, y.shape(), dy), false, false);
        double[] dx = x.grad().orElseThrow().toDoubles();
        x.zeroGrad();
        return dx;
    }

    @Test
    void gatherTakesAShorterIndex() {
        Tensor x = matrix().requiresGrad(true);
        Tensor y = x.gather(-1, index(Shape.of(1, 4), 2, 0, 2, 2));
        assertThat(y.toDoubles()).containsExactly(3, 1, 3, 3);
        assertThat(gradient(x, y, 1, 10, 100, 1000)).containsExactly(10, 0, 1101, 0, 0, 0);
        assertThatThrownBy(() -> matrix().gather(1, index(Shape.of(3, 1), 0, 0, 0)))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("at most the sizes of [2,3] but along axis 1");
        assertThatThrownBy(() -> matrix().gather(1, index(Shape.of(3), 0, 0, 0)))
                .isInstanceOf(MismatchException.class);
        assertThatThrownBy(() -> Tensor.scalar(1).gather(0, index(Shape.of(1), 0)))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("gather: axis 0 needs a tensor that has it");
    }

    @Test
    void takeAlongDimBroadcasts() {
        Tensor y = matrix().takeAlongDim(index(Shape.of(1, 2), 2, 0), 1);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(y.toDoubles()).containsExactly(3, 1, 6, 4);
        assertThat(matrix().takeAlongDim(matrix().argmax(1, true), 1).toDoubles())
                .containsExactly(3, 6);
    }

    @Test
    void indexSelectTakesNumbers() {
        Tensor x = matrix().requiresGrad(true);
        Tensor y = x.indexSelect(1, 2, 2, 0);
        assertThat(y.toDoubles()).containsExactly(3, 3, 1, 6, 6, 4);
        assertThat(gradient(x, y, 1, 2, 4, 8, 16, 32)).containsExactly(4, 0, 3, 32, 0, 24);
        assertThat(matrix().t().indexSelect(0, 1).toDoubles()).containsExactly(2, 5);
        assertThat(matrix().indexSelect(0).shape()).isEqualTo(Shape.of(0, 3));
    }

    @Test
    void takeSeesOneRow() {
        Tensor x = matrix().requiresGrad(true);
        Tensor y = x.take(index(Shape.of(2, 2), 5, -1, 0, 6));
        assertThat(y.toDoubles()).containsExactly(6, 6, 1, NAN);
        assertThat(gradient(x, y, 1, 2, 4, 8)).containsExactly(4, 0, 0, 0, 0, 3);
        Tensor put = matrix().put(index(Shape.of(2), -1, 0), Tensor.of(7, 8), false);
        assertThat(put.toDoubles()).containsExactly(8, 2, 3, 4, 5, 7);
        assertThat(matrix().put(index(Shape.of(2), 0, 0), Tensor.of(7, 8), true).toDoubles())
                .containsExactly(16, 2, 3, 4, 5, 6);
    }

    @Test
    void severalIndicesBroadcast() {
        Tensor x = matrix().requiresGrad(true);
        Tensor rows = index(Shape.of(2, 1), 0, -1);
        Tensor columns = Tensor.of(DType.I32, Shape.of(2), 2, 0);
        Tensor y = x.index(rows, columns);
        assertThat(y.toDoubles()).containsExactly(3, 1, 6, 4);
        assertThat(gradient(x, y, 1, 2, 3, 4)).containsExactly(2, 0, 1, 4, 0, 3);
        assertThat(matrix().index(index(Shape.of(1), -1)).toDoubles()).containsExactly(4, 5, 6);
        assertThat(matrix().index(index(Shape.scalar(), 1)).shape()).isEqualTo(Shape.of(3));
        assertThatThrownBy(() -> matrix().index(rows, columns, columns)).isInstanceOf(MismatchException.class);
    }

    @Test
    void indexPutSetsOrAdds() {
        List<Tensor> places = List.of(index(Shape.of(3), 1, 0, 1), index(Shape.of(3), 2, 0, -1));
        Tensor values = Tensor.of(10, 20, 30);
        assertThat(matrix().indexPut(places, values, false).toDoubles()).containsExactly(20, 2, 3, 4, 5, 30);
        assertThat(matrix().indexPut(places, values, true).toDoubles()).containsExactly(21, 2, 3, 4, 5, 46);
        List<Tensor> row = List.of(index(Shape.of(2), 0, 0));
        assertThat(matrix().indexPut(row, Tensor.scalar(1), true).toDoubles()).containsExactly(3, 4, 5, 4, 5, 6);
    }

    @Test
    void scatterWritesWhatTheIndexCovers() {
        Tensor x = matrix().requiresGrad(true);
        Tensor source =
                Tensor.of(new double[] {10, 20, 99}, new double[] {99, 99, 99}).requiresGrad(true);
        Tensor y = x.scatter(1, index(Shape.of(1, 2), 1, 1), source);
        assertThat(y.toDoubles()).containsExactly(1, 20, 3, 4, 5, 6);
        y.backward(Tensor.of(DType.F32, y.shape(), 1, 2, 3, 4, 5, 6), false, false);
        assertThat(x.grad().orElseThrow().toDoubles()).containsExactly(1, 0, 3, 4, 5, 6);
        assertThat(source.grad().orElseThrow().toDoubles()).containsExactly(0, 2, 0, 0, 0, 0);
        assertThat(matrix().scatter(0, index(Shape.of(1, 3), 0, 1, 9), -1).toDoubles())
                .containsExactly(-1, 2, 3, 4, -1, 6);
        assertThatThrownBy(() -> matrix().scatter(1, index(Shape.of(2, 4), new double[8]), matrix()))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("at most the sizes of [2,3]");
    }

    @Test
    void scatterAddSums() {
        Tensor source = matrix().requiresGrad(true);
        Tensor y = Tensors.zeros(2, 2).scatterAdd(1, index(Shape.of(2, 3), 0, 0, 1, 1, 7, 1), source);
        assertThat(y.toDoubles()).containsExactly(3, 3, 0, 10);
        assertThat(gradient(source, y, 1, 2, 3, 4)).containsExactly(1, 1, 2, 4, 0, 4);
        Tensor wide = Tensors.zeros(3, 3).scatterAdd(0, index(Shape.of(1, 2), 2, 2), matrix());
        assertThat(wide.toDoubles()).containsExactly(0, 0, 0, 0, 0, 0, 1, 2, 0);
    }

    @Test
    void slicesAreAddedCopiedAndFilled() {
        Tensor index = Tensor.ofIntegers(1, 1, 0);
        Tensor source = Tensor.of(new double[] {10, 20, 30}, new double[] {40, 50, 60});
        assertThat(matrix().indexAdd(1, index, source).toDoubles()).containsExactly(31, 32, 3, 64, 95, 6);
        assertThat(matrix().indexAdd(1, index, source, -1).toDoubles()).containsExactly(-29, -28, 3, -56, -85, 6);
        assertThat(matrix().indexCopy(1, index, source).toDoubles()).containsExactly(30, 20, 3, 60, 50, 6);
        assertThat(matrix().indexFill(-1, Tensor.ofIntegers(-1), 9).toDoubles()).containsExactly(1, 2, 9, 4, 5, 9);
        Tensor x = matrix().requiresGrad(true);
        assertThat(gradient(x, x.indexCopy(1, index, source), 1, 2, 3, 4, 5, 6)).containsExactly(0, 0, 3, 0, 0, 6);
    }

    @Test
    void oneHotRows() {
        Tensor y = Tensor.ofIntegers(2, 0, 3).oneHot(3);
        assertThat(y.dtype()).isEqualTo(DType.I64);
        assertThat(y.shape()).isEqualTo(Shape.of(3, 3));
        assertThat(y.toDoubles()).containsExactly(0, 0, 1, 1, 0, 0, 0, 0, 0);
        // 256 is not a number of the index's type, but a class.
        Tensor bytes = Tensor.of(DType.U8, Shape.of(2), 0, 255);
        assertThat(bytes.oneHot(300).sum(false, 1).toDoubles()).containsExactly(1, 1);
        assertThat(bytes.oneHot(300).argmax(1, false).toLongs()).containsExactly(0, 255);
        assertThatThrownBy(() -> Tensor.of(1.0).oneHot(2)).isInstanceOf(MismatchException.class);
    }
}
