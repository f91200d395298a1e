package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What does not fit is one exception, which names the operation; nothing is made. */
final class MismatchTest extends HostTest {
    private static final Shape MATRIX = Shape.of(2, 3);

    /** An operation on a matrix [2,3]. */
    @FunctionalInterface
    interface OnMatrix {
        Object of(Tensor x);
    }

    private static Arguments of(String operation, OnMatrix call) {
        return Arguments.of(operation, call);
    }

    static Stream<Arguments> axesThatAreNot() {
        return Stream.of(
                of("size", x -> x.size(2)),
                of("sum", x -> x.sum(false, 5)),
                of("sum", x -> x.sum(false, 0, 0)),
                of("sum", x -> x.sum(false, 0, -2)),
                of("mean", x -> x.variance(0, false, 2)),
                of("max", x -> x.max(true, -3)),
                of("argmax", x -> x.argmax(2, false)),
                of("argmin", x -> x.argmin(-3, false)),
                of("softmax", x -> x.softmax(7)),
                of("log_softmax", x -> x.logSoftmax(-3)),
                of("cumsum", x -> x.cumsum(2)),
                of("cumprod", x -> x.cumprod(2)),
                of("cummax", x -> x.cummax(2)),
                of("cummin", x -> x.cummin(2)),
                of("sort", x -> x.sort(2, false)),
                of("argsort", x -> x.argsort(2, false)),
                of("topk", x -> x.topk(1, 2, true)),
                of("gather", x -> x.gather(2, Tensor.ofIntegers(0))),
                of("index_select", x -> x.indexSelect(2, 0)),
                of("transpose", x -> x.select(0, 0).t()),
                of("transpose", x -> x.transpose(0, 2)),
                of("permute", x -> x.permute(0, 0)),
                of("permute", x -> x.permute(0)),
                of("permute", x -> x.permute(0, 2)),
                of("flip", x -> x.flip(0, -2)),
                of("flip", x -> x.flip(2)),
                of("rot90", x -> x.rot90(1, 0, 0)),
                of("diagonal", x -> x.diagonal(0, 0, 2)),
                of("diagonal", x -> x.diagonal(0, 1, -1)),
                of("tril", x -> x.select(0, 0).tril(0)),
                of("triu", x -> x.select(0, 0).triu(0)),
                of("squeeze", x -> x.squeeze(2)),
                of("unsqueeze", x -> x.unsqueeze(4)),
                of("narrow", x -> x.narrow(2, 0, 1)),
                of("slice", x -> x.slice(2, 0, 1, 1)),
                of("select", x -> x.select(2, 0)),
                of("split", x -> x.split(2, 1L)),
                of("split", x -> x.split(2, 1, 2)),
                of("chunk", x -> x.chunk(2, 1)),
                of("roll", x -> x.roll(2, 1)),
                of("flatten", x -> x.flatten(2)),
                of("flatten", x -> x.flatten(0, 2)),
                of("repeat_interleave", x -> x.repeatInterleave(2, 1)),
                of("concat", x -> TensorShapes.concat(2, x, x)),
                of("unsqueeze", x -> TensorShapes.stack(4, x, x)),
                of("glu", x -> x.glu(2)),
                of("softmax", x -> x.sum().softmax(1)),
                of("sum", x -> x.sum().sum(false, 1)),
                of("sum", x -> x.sum().sum(false, 0, -1)));
    }

    static Stream<Arguments> otherThingsThatDoNotFit() {
        return Stream.of(
                of("slice", x -> x.select(0, 2)),
                of("slice", x -> x.select(0, -3)),
                of("slice", x -> x.narrow(0, -3, 1)),
                of("expand", x -> x.expand(-1, 2, 3)),
                of("shape", x -> x.expand(2, -2)),
                of("shape", x -> Tensors.zeros(-1)),
                of("shape", x -> x.reshape(1L << 62, 4)),
                of("shape", x -> x.reshape(-1, -1)),
                of("reshape", x -> x.reshape(-1, 0)),
                of("concat", x -> TensorShapes.concat(0)),
                of("concat", x -> TensorShapes.stack(0)),
                of("same padding", x -> TensorConvolutions.samePadding(x)),
                of("same padding", x -> TensorConvolutions.samePadding(x.select(0, 0))),
                of("arange", x -> Tensors.arange(x.device(), DType.F32, 0, Double.POSITIVE_INFINITY, 1)),
                of("arange", x -> Tensors.arange(x.device(), DType.F32, 0, Double.NaN, 1)),
                of("arange", x -> Tensors.arange(x.device(), DType.F32, 0, 1, 0)),
                of("arange", x -> Tensors.arange(x.device(), -1)),
                of("arange", x -> Tensors.arange(x.device(), 1L << 40)),
                of("linspace", x -> Tensors.linspace(x.device(), DType.F32, 0, 1, -1)),
                of("matmul", x -> Tensor.ofIntegers(1, 2).matmul(Tensor.ofIntegers(1, 2))));
    }

    @ParameterizedTest
    @MethodSource({"axesThatAreNot", "otherThingsThatDoNotFit"})
    void isAMismatchOfTheOperation(String operation, OnMatrix call) {
        Tensor x = Tensors.zeros(host, DType.F32, MATRIX);
        ThrowingCallable refused = () -> call.of(x);
        assertThatThrownBy(refused)
                .isInstanceOfSatisfying(MismatchException.class, mismatch -> assertThat(mismatch.operation())
                        .isEqualTo(operation))
                .hasMessageMatching("(?s).+: .+ needs .+, got .+");
    }

    @Test
    void aStreamOnAnotherDeviceIsAMismatch() {
        try (Device other = Devices.openHost();
                RandomStream stream = new RandomStream(other, 1);
                Scope inner = RandomStream.set(Scope.open(), stream)) {
            Tensor x = Tensors.ones(2);
            assertThatThrownBy(() -> x.dropout(0.5))
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("random numbers: the scope's stream needs the tensor's device");
            assertThatThrownBy(() -> Tensors.rand(2)).isInstanceOf(MismatchException.class);
        }
    }
}
