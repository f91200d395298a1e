package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.routine.pointwise.Expr;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The graph: who gets gradients, how they add up, what is refused, and that nothing stays behind. */
final class GraphTest extends HostTest {
    private static Tensor leaf(double... values) {
        return Tensor.of(values).requiresGrad(true);
    }

    private static double[] grad(Tensor tensor) {
        return tensor.grad().orElseThrow().toDoubles();
    }

    @Test
    void gradientsOfSeveralUsesAndSeveralWalksAddUp() {
        Tensor x = leaf(1, 2, 3);
        x.mul(x).add(x).sum().backward();
        assertThat(grad(x)).containsExactly(3, 5, 7);
        x.sum().backward();
        assertThat(grad(x)).containsExactly(4, 6, 8);
        x.zeroGrad();
        assertThat(x.grad()).isEmpty();
    }

    @Test
    void gradientsComeBackInTheTypeOfTheirTensor() {
        Tensor x = leaf(1, 2);
        Tensor y = x.to(DType.F64);
        y.mul(y).sum().backward();
        assertThat(y.dtype()).isEqualTo(DType.F64);
        assertThat(x.grad().orElseThrow().dtype()).isEqualTo(DType.F32);
        assertThat(grad(x)).containsExactly(2, 4);
    }

    @Test
    void anInputNamedTwiceGetsItsGradientTwice() {
        Tensor x = leaf(3);
        Tensor h = x.mul(2);
        assertThat(Gradients.of(h.square().sum(), List.of(h, h, x, x), false).stream()
                        .map(Tensor::item))
                .containsExactly(12.0, 12.0, 24.0, 24.0);
    }

    @Test
    void whatIsChangedInPlaceMayBeReadElsewhere() {
        Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}});
        x.addInPlace(x.t());
        assertThat(x.toDoubles()).containsExactly(2, 5, 5, 8);
        Tensor y = Tensor.of(1, 2, 3);
        y.narrow(0, 0, 2).assign(y.narrow(0, 1, 2));
        assertThat(y.toDoubles()).containsExactly(2, 3, 3);
    }

    @Test
    void whatIsEmptyCanBeReshaped() {
        assertThat(Tensors.zeros(0, 2, 3).transpose(1, 2).flatten(0).shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void onlyWhatRequiresAGradientGetsOne() {
        Tensor x = leaf(1, 2);
        Tensor c = Tensor.of(3, 4);
        Tensor y = x.mul(c);
        y.sum().backward();
        assertThat(grad(x)).containsExactly(3, 4);
        assertThat(c.grad()).isEmpty();
        assertThat(y.grad()).isEmpty();
        assertThat(x.detach().mul(2).requiresGrad()).isFalse();
    }

    @Test
    void aLeafStaysTheLeafThatItIs() {
        Tensor x = leaf(3);
        Tensor y = x.square();
        x.requiresGrad(true);
        assertThat(Gradients.of(y.sum(), List.of(x), false).get(0).item()).isEqualTo(6);
    }

    @Test
    void noGraphIsMadeWhereNoneIsWanted() {
        Tensor x = leaf(1, 2);
        try (Scope inner = GradMode.noGrad()) {
            assertThat(x.mul(2).requiresGrad()).isFalse();
            assertThat(inner.size()).isEqualTo(1);
        }
        assertThat(x.mul(2).requiresGrad()).isTrue();
    }

    @Test
    void aSecondWalkNeedsTheGraphRetained() {
        Tensor x = leaf(2);
        Tensor y = x.square().sum();
        Tensor one = Tensors.onesLike(y);
        y.backward(one, true, false);
        y.backward(one, false, false);
        assertThat(grad(x)).containsExactly(8);
        assertThatThrownBy(() -> y.backward(one, false, false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("retainGraph");
    }

    /** A function that has saved nothing has nothing to lose. */
    @Test
    void partsOfASplitAreWalkedOneAtATime() {
        Tensor x = leaf(1, 2, 3);
        List<Tensor> parts = x.split(0, 2);
        parts.get(0).square().sum().backward();
        assertThat(grad(x)).containsExactly(2, 4, 0);
        parts.get(1).square().sum().backward();
        assertThat(grad(x)).containsExactly(2, 4, 6);
    }

    @Test
    void theFirstGradientIsNotAddedToZeros() {
        Tensor x = leaf(1, 2);
        long first = launchesOfAWalk(x);
        assertThat(launchesOfAWalk(x)).as("with a sum").isEqualTo(first + 1);
        x.zeroGrad();
        assertThat(launchesOfAWalk(x)).isEqualTo(first);
        // What the gradient is an alias of does not change with it.
        Tensor seed = Tensor.of(5, 7);
        x.zeroGrad();
        x.mul(1).backward(seed, false, false);
        x.mul(1).backward(seed, false, false);
        assertThat(grad(x)).containsExactly(10, 14);
        assertThat(seed.toDoubles()).containsExactly(5, 7);
    }

    private long launchesOfAWalk(Tensor x) {
        Tensor y = x.square();
        Tensor seed = Tensor.of(1, 1);
        long before = host.statistics().launches();
        y.backward(seed, false, false);
        return host.statistics().launches() - before;
    }

    @Test
    void aSavedValueChangedInPlaceIsAnErrorThatNamesBoth() {
        Tensor x = leaf(1, 2);
        Tensor y = x.exp();
        Tensor z = y.mul(y).sum();
        try (Scope inner = GradMode.noGrad()) {
            y.addInPlace(Tensor.of(1, 1));
        }
        assertThatThrownBy(z::backward)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mul")
                .hasMessageContaining("last by add");
    }

    @Test
    void whatIsChangedInPlaceHasNoGradientWhileGraphsAreMade() {
        Tensor x = leaf(2);
        Tensor y = x.mul(x);
        Tensor plain = Tensor.of(5);
        refused(() -> y.mulInPlace(3), "mul in place: the tensor f32[1]", "got a result of mul");
        refused(() -> y.assign(plain), "assign in place", "got a result of mul");
        refused(() -> y.narrow(0, 0, 1).zeroInPlace(), "fill in place", "got a result of");
        refused(() -> y.assign(ByteBuffer.allocateDirect(Float.BYTES)), "assign in place", "got a result of mul");
        refused(() -> x.addInPlace(plain), "add in place", "got one that requires a gradient");
        refused(() -> plain.addInPlace(x), "add in place: the operand f32[1]", "got one that requires a gradient");
        refused(() -> plain.assign(y), "assign in place: the operand f32[1]", "got one that requires a gradient");
        y.sum().backward();
        assertThat(grad(x)).containsExactly(4);
        assertThat(plain.toDoubles()).containsExactly(5);
    }

    private static void refused(ThrowingCallable change, String what, String found) {
        assertThatThrownBy(change)
                .isInstanceOf(MismatchException.class)
                .hasMessageContainingAll(what, found, "GradMode.noGrad()");
    }

    @Test
    void leavesAreGivenValuesAndAreChangedWhereNoGraphIsMade() {
        Tensor x = leaf(2);
        x.assign(Tensor.of(3));
        x.square().sum().backward();
        assertThat(grad(x)).containsExactly(6);
        try (Scope inner = GradMode.noGrad()) {
            x.subInPlace(x.grad().orElseThrow());
            Tensor.of(1).addInPlace(x);
        }
        x.square().sum().backward();
        assertThat(grad(x)).containsExactly(0);
    }

    @Test
    void gradientsOfGradientsAreValues() {
        Tensor x = leaf(2, 3);
        Tensor first = Gradients.of(x.pow(3).sum(), List.of(x), true).get(0);
        assertThat(first.toDoubles()).containsExactly(12, 27);
        Tensor second = Gradients.of(first.sum(), List.of(x), false).get(0);
        assertThat(second.toDoubles()).containsExactly(12, 18);
        assertThat(x.grad()).isEmpty();
    }

    @Test
    void theGradientOfAnInnerTensorCanBeAskedFor() {
        Tensor x = leaf(2);
        Tensor y = x.square();
        Tensor z = y.mul(3).sum();
        assertThat(Gradients.of(z, List.of(y, x), false).get(0).toDoubles()).containsExactly(3);
        assertThatThrownBy(() -> Gradients.of(x.sum(), List.of(Tensor.of(1)), false))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("requiresGrad");
    }

    @Test
    void onlyWhatLiesBetweenOutputsAndInputsIsComputed() {
        Tensor x = leaf(1, 2);
        Tensor w = leaf(3, 4);
        Tensor far = w.exp().exp();
        Tensor y = x.mul(far).sum();
        List<Tensor> graph = Gradients.of(y, List.of(x), true);
        assertThat(graph.get(0).toDoubles()).isEqualTo(far.toDoubles());
        long before = host.statistics().launches();
        assertThat(Gradients.of(y, List.of(x), false).get(0).toDoubles()).isEqualTo(far.toDoubles());
        // A one to begin with, and one product; w's three gradients are not computed.
        assertThat(host.statistics().launches() - before).isEqualTo(2);
        // What was not walked still has its saved values.
        assertThat(Gradients.of(far.sum(), List.of(w), false)).hasSize(1);
        assertThat(Gradients.of(x.sum(), List.of(w), false).get(0).toDoubles()).containsExactly(0, 0);
    }

    @Test
    void anOperandIsKeptOnlyForTheGradientOfTheOther() {
        Tensor w = Tensors.ones(3, 2).requiresGrad(true);
        Tensor x = Tensors.ones(4, 3);
        Tensor frozen = Tensors.ones(2, 2);
        Tensor y = x.matmul(w);
        Tensor z = y.matmul(frozen).sum();
        long before = host.statistics().liveStorages();
        y.release();
        // Nobody needs y: its gradient comes from the frozen factor, and that has none.
        assertThat(host.statistics().liveStorages()).isEqualTo(before - 1);
        z.backward();
        assertThat(grad(w)).containsOnly(8).hasSize(6);
        assertThat(frozen.grad()).isEmpty();
    }

    @Test
    void aFunctionIsAppliedOnce() {
        CopyFunction copy = new CopyFunction();
        copy.apply(leaf(1));
        assertThatThrownBy(() -> copy.apply(leaf(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("applied once");
    }

    @Test
    void aFormulaOfAsManyInputsAsThereCanBeHasItsGradient() {
        Expr product = Expr.input(0);
        for (int i = 1; i < Pointwise.MAX_ARITY; i++) {
            product = Expr.mul(product, Expr.input(i));
        }
        Pointwise square = new Pointwise("squared_product", Expr.mul(product, product), Pointwise.MAX_ARITY, null);
        Tensor[] x = new Tensor[Pointwise.MAX_ARITY];
        for (int i = 0; i < x.length; i++) {
            x[i] = leaf(i + 1);
        }
        x[0].apply(square, Arrays.copyOfRange(x, 1, x.length)).sum().backward();
        for (int i = 0; i < x.length; i++) {
            assertThat(grad(x[i])).containsExactly(2 * 720 * 720 / (i + 1.0));
        }
    }

    @Test
    void aGradientWithAGraphIsCollectedWithItsTensor() throws InterruptedException {
        long before = host.statistics().liveStorages();
        Thread outside = new Thread(() -> leaveGradientWithGraph(host));
        outside.start();
        outside.join();
        for (int i = 0; i < 500 && host.statistics().liveStorages() > before; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(host.statistics().liveStorages()).isEqualTo(before);
    }

    /** In a thread that has no scope, so that nobody but the garbage collector can release what is made. */
    private static void leaveGradientWithGraph(Device device) {
        Tensor x = Tensor.of(device, DType.F32, Shape.of(2), 3, 4).requiresGrad(true);
        Tensor y = x.pow(3).sum();
        y.backward(Tensors.onesLike(y), true, true);
        assertThat(grad(x)).containsExactly(27, 48);
    }

    @Test
    void aScopeReleasesWhatWasMadeInItAndKeepsWhatIsMovedOutward() {
        Tensor kept;
        Tensor lost;
        try (Scope inner = Scope.open()) {
            lost = Tensor.of(1, 2);
            kept = inner.keep(lost.mul(2));
        }
        assertThat(kept.toDoubles()).containsExactly(2, 4);
        assertThatThrownBy(lost::toDoubles)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after its release");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Tensor x = leaf(1, 2);
        assertThatThrownBy(x::backward)
                .isInstanceOf(MismatchException.class)
                .hasMessage("backward: a tensor of shape [2] needs a gradient, got none");
        assertThatThrownBy(() -> Tensor.ofIntegers(1).requiresGrad(true)).isInstanceOf(MismatchException.class);
        assertThatThrownBy(() -> x.mul(2).requiresGrad(false)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> x.add(Tensor.of(1, 2, 3)))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("add: ");
        assertThatThrownBy(() -> x.item()).isInstanceOf(MismatchException.class);
        assertThatThrownBy(() -> Tensor.of(DType.F32, Shape.of(3), 1, 2)).isInstanceOf(MismatchException.class);
    }

    @Test
    void tensorsPrintLikeArrays() {
        assertThat(Tensor.of(new double[][] {{1, -2.5}, {0, 100}}).toString())
                .isEqualTo("[[  1.0000,  -2.5000],\n [  0.0000, 100.0000]]  f32[2,2]");
        assertThat(Tensor.ofIntegers(1, 20).toString()).isEqualTo("[ 1, 20]  i64[2]");
        assertThat(Tensor.scalar(Double.NaN).toString()).isEqualTo("nan  f32[]");
        assertThat(Tensors.zeros(2000).toString()).contains("0.0000, ..., 0.0000");
        assertThat(leaf(1e-9, 1).toString()).startsWith("[1.0000e-09").endsWith("requires grad");
    }
}
