package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.clgrad.engine.routine.pointwise.PointwiseOp;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Elements and numbers, in place and not, of every type that makes sense. */
final class NumbersTest extends HostTest {
    private static Tensor of(DType dtype, double... values) {
        return Tensor.of(dtype, Shape.of(values.length), values);
    }

    @Test
    void comparisons() {
        for (DType dtype : new DType[] {DType.F32, DType.F64, DType.I32, DType.I64, DType.U8}) {
            Tensor x = of(dtype, 1, 2, 3);
            assertThat(x.eq(2).toLongs()).containsExactly(0, 1, 0);
            assertThat(x.ne(2).toLongs()).containsExactly(1, 0, 1);
            assertThat(x.lt(2).toLongs()).containsExactly(1, 0, 0);
            assertThat(x.le(2).toLongs()).containsExactly(1, 1, 0);
            assertThat(x.gt(2).toLongs()).containsExactly(0, 0, 1);
            assertThat(x.ge(2).toLongs()).containsExactly(0, 1, 1);
            assertThat(x.ge(2).dtype()).isEqualTo(DType.BOOL);
            assertThat(x.maximum(2).toDoubles()).containsExactly(2, 2, 3);
            assertThat(x.minimum(2).toDoubles()).containsExactly(1, 2, 2);
            assertThat(x.clampMin(2).toDoubles()).containsExactly(2, 2, 3);
            assertThat(x.clampMax(2).toDoubles()).containsExactly(1, 2, 2);
            assertThat(x.subFrom(5).toDoubles()).containsExactly(4, 3, 2);
            assertThat(x.powOf(2).toDoubles()).containsExactly(2, 4, 8);
            assertThat(x.pow(2).toDoubles()).containsExactly(1, 4, 9);
            assertThat(x.maximum(2).dtype()).isEqualTo(dtype);
        }
        assertThat(of(DType.BOOL, 0, 1).eq(1).toLongs()).containsExactly(0, 1);
        assertThatThrownBy(() -> of(DType.I32, 1).gt(0.5)).isInstanceOf(MismatchException.class);
    }

    @Test
    void integersAreFinite() {
        Tensor x = of(DType.I32, 1, -2);
        assertThat(x.isInf().toLongs()).containsExactly(0, 0);
        assertThat(x.isNan().toLongs()).containsExactly(0, 0);
        assertThat(x.isFinite().toLongs()).containsExactly(1, 1);
        assertThat(x.nanToNum().toLongs()).containsExactly(1, -2);
    }

    @Test
    void powersOfIntegers() {
        assertThat(of(DType.I64, 3, -2, 0, 7, 2)
                        .pow(of(DType.I64, 4, 3, 0, -1, -1))
                        .toLongs())
                .containsExactly(81, -8, 1, 0, 0);
        assertThat(of(DType.I32, 1, -1, -1, 10)
                        .pow(of(DType.I32, -5, -5, -4, 10))
                        .toLongs())
                .containsExactly(1, -1, 1, 1410065408);
        assertThat(of(DType.U8, 2, 3).pow(7).toLongs()).containsExactly(128, 2187 % 256);
    }

    @Test
    void choices() {
        Tensor mask = of(DType.BOOL, 1, 0);
        assertThat(mask.where(of(DType.F32, 5, 6), -1).toDoubles()).containsExactly(5, -1);
        assertThat(mask.where(-1, of(DType.I32, 5, 6)).toLongs()).containsExactly(-1, 6);
        assertThat(mask.where(2, 3).toDoubles()).containsExactly(2, 3);
        assertThat(of(DType.F64, 1, 5, 9)
                        .clamp(of(DType.F64, 2, 2, 2), of(DType.F64, 8, 8, 1))
                        .toDoubles())
                .containsExactly(2, 5, 1);
        assertThat(of(DType.F32, 2).divInto(3).item()).isEqualTo(1.5);
        assertThat(of(DType.F32, 2).lerp(of(DType.F32, 6), 0.25).item()).isEqualTo(3);
    }

    @Test
    void inPlace() {
        Tensor x = of(DType.F32, 4, 9);
        x.sqrtInPlace().subInPlace(1).divInPlace(2).negInPlace();
        assertThat(x.toDoubles()).containsExactly(-0.5, -1);
        x.absInPlace().powInPlace(2).addInPlace(of(DType.F32, 1, 2), 3);
        assertThat(x.toDoubles()).containsExactly(3.25, 7);
        x.lerpInPlace(of(DType.F32, 7.25, 3), 0.5).addProductInPlace(of(DType.F32, 2, 3), of(DType.F32, 5, 7), 0.1);
        assertThat(x.toDoubles()).containsExactly(new double[] {6.25, 7.1}, within(1e-6));
        x.zeroInPlace().expInPlace().sigmoidInPlace();
        assertThat(x.toDoubles()).containsExactly(new double[] {0.7310586, 0.7310586}, within(1e-6));
        x.negInPlace().reluInPlace().tanhInPlace();
        assertThat(x.toDoubles()).containsExactly(0, 0);
        assertThat(of(DType.I32, 7)
                        .applyInPlace(PointwiseOp.REMAINDER, of(DType.I32, 4))
                        .item())
                .isEqualTo(3);
    }
}
