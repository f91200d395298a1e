package org.clgrad.engine.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.conv.ConvAxis;
import org.clgrad.engine.routine.conv.ConvGeometry;
import org.clgrad.engine.routine.conv.Convolution;
import org.clgrad.engine.routine.matmul.MatMul;
import org.clgrad.engine.routine.matmul.ProductEnding;
import org.clgrad.engine.routine.norm.BatchNorm;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.pointwise.UnaryOp;
import org.clgrad.engine.routine.shape.Fill;
import org.clgrad.engine.routine.update.SgdUpdate;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is alike. */
class ShapeBucketTest {
    private static TensorSpec f32(long... sizes) {
        return TensorSpec.of(DType.F32, sizes);
    }

    private static TensorSpec transposed(TensorSpec spec) {
        return new TensorSpec(spec.dtype(), spec.layout().permute(1, 0));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "7,7", "8,8", "9,16", "16,16", "17,32", "1000,1024", "1024,1024", "1025,2048", "-5,-5"})
    void sizesAreRoundedUp(long size, long rounded) {
        assertThat(ShapeBucket.rounded(size)).isEqualTo(rounded);
    }

    @Test
    void aProductIsItsFactors() {
        MatMul product = new MatMul(false, true);
        assertThat(ShapeBucket.of(product, List.of(f32(100, 784), f32(1000, 784))))
                .isEqualTo(new ShapeBucket("f32", "false true none 128x1024 1024x1024"));
        assertThat(ShapeBucket.of(new MatMul(false, false), List.of(f32(100, 784), transposed(f32(1000, 784))))
                        .shape())
                .isEqualTo("false false none 128x1024 1024x1024t10");
    }

    @Test
    void aConvolutionIsItsWindowAndItsOperands() {
        ConvAxis axis = new ConvAxis(1, 1, 1, 1);
        Convolution convolution = new Convolution(new ConvGeometry(List.of(axis, axis), 1));
        List<TensorSpec> in = List.of(f32(16, 64, 56, 56), f32(64, 64, 3, 3));
        assertThat(ShapeBucket.of(convolution, in).shape())
                .isEqualTo("([(1,1,1,1),(1,1,1,1)],1) none 16x64x64x64 64x64x3x3");
    }

    /** Bias, residual, ReLU. */
    @Test
    void whatIsDoneWithEachElementBeforeItIsStoredDoesNotCount() {
        List<TensorSpec> factors = List.of(f32(100, 784), f32(784, 1000));
        assertThat(ShapeBucket.of(
                        new MatMul(false, false, ProductEnding.BIAS_RELU),
                        List.of(factors.get(0), factors.get(1), f32(1000))))
                .isEqualTo(ShapeBucket.of(new MatMul(false, false), factors));
        ConvGeometry geometry = ConvGeometry.plain(2);
        List<TensorSpec> in = List.of(f32(16, 64, 56, 56), f32(64, 64, 3, 3));
        assertThat(ShapeBucket.of(
                        new Convolution(geometry, Ending.ADD_RELU),
                        List.of(in.get(0), in.get(1), f32(64), f32(16, 64, 54, 54))))
                .isEqualTo(ShapeBucket.of(new Convolution(geometry), in));
        List<TensorSpec> batch = List.of(f32(4, 3, 5), f32(3), f32(3));
        assertThat(ShapeBucket.of(new BatchNorm(1e-5, Ending.RELU), batch))
                .isEqualTo(ShapeBucket.of(new BatchNorm(1e-5, Ending.NONE), batch));
    }

    @Test
    void whatIsComputedWithDoesNotCount() {
        List<TensorSpec> in = List.of(f32(4, 3), f32(3), f32(3));
        assertThat(ShapeBucket.of(new BatchNorm(1e-5, Ending.NONE), in))
                .isEqualTo(ShapeBucket.of(new BatchNorm(1e-3, Ending.NONE), in));
        Pointwise square = new Pointwise("square", new Expr.Unary(UnaryOp.EXP, new Expr.Input(0)), 1, null);
        Pointwise same = new Pointwise("same", new Expr.Input(0), 1, null);
        assertThat(ShapeBucket.of(square, List.of(f32(100)))).isEqualTo(ShapeBucket.of(same, List.of(f32(100))));
    }

    @Test
    void layoutsCount() {
        Pointwise same = new Pointwise("same", new Expr.Input(0), 1, null);
        TensorSpec repeated = new TensorSpec(DType.F32, f32(1, 100).layout().broadcastTo(Shape.of(50, 100)));
        TensorSpec slice = new TensorSpec(DType.F32, Layout.of(Shape.of(50, 100), 200, 1));
        assertThat(List.of(f32(50, 100), transposed(f32(100, 50)), repeated, slice))
                .extracting(spec -> ShapeBucket.of(same, List.of(spec)).shape())
                .containsExactly("1 64x128", "1 64x128t10", "1 64x128b", "1 64x128s01");
    }

    @Test
    void withoutInputsTheResultSaysTheType() {
        assertThat(ShapeBucket.of(new Fill(DType.BF16, Shape.of(9), 2), List.of()))
                .isEqualTo(new ShapeBucket("bf16", "bf16 16"));
    }

    @Test
    void manyInputsAreSummedUp() {
        SgdUpdate update = new SgdUpdate(40, 0.9, 0, false, 0);
        assertThat(ShapeBucket.of(update, Collections.nCopies(120, f32(1000))).shape())
                .isEqualTo("64 false 128 inputs of 131072");
    }
}
