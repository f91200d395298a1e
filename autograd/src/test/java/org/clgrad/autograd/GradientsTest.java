package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Products with Jacobians, hooks, and parts that are computed once more; on the host, with numbers worked out by hand. */
final class GradientsTest extends HostTest {
    private Tensor leaf(double... values) {
        return Tensor.of(values).requiresGrad(true);
    }

    private static double[] grad(Tensor tensor) {
        return tensor.grad().orElseThrow().toDoubles();
    }

    // ---- Products with Jacobians

    @Test
    void severalOutputsAddUp() {
        Tensor x = leaf(2, 3);
        List<Tensor> gradients = Gradients.of(
                List.of(x.square(), x.mul(5).sum()),
                List.of(Tensor.of(1, 10), Tensor.scalar(2)),
                List.of(x),
                false,
                false);
        assertThat(gradients.get(0).toDoubles()).containsExactly(4 + 10, 60 + 10);
        assertThatThrownBy(() -> Gradients.of(List.of(x), List.of(), List.of(x), false, false))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("seeds");
    }

    @Test
    void theJacobianTimesAVector() {
        Tensor x = leaf(2, 3);
        Tensor w = leaf(5, 7);
        Tensor unused = leaf(1);
        // y = w·x², z = Σ w: dy = w·2x·dx + x²·dw, dz = Σ dw.
        List<Tensor> products = Gradients.jacobianVector(
                List.of(w.mul(x.square()), w.sum()),
                List.of(x, w, unused),
                List.of(Tensor.of(1, -1), Tensor.of(0.5, 2), Tensor.of(9)),
                true);
        assertThat(products.get(0).toDoubles()).containsExactly(5 * 4 + 4 * 0.5, -7 * 6 + 9 * 2);
        assertThat(products.get(1).item()).isEqualTo(2.5);
        // d(Σ dy)/dx = 2w·dx + 2x·dw, of the first two.
        Tensor again = Gradients.of(products.get(0).sum(), List.of(x), false).get(0);
        assertThat(again.toDoubles()).containsExactly(10 + 2, -14 + 12);
        assertThat(x.grad()).isEmpty();
    }

    @Test
    void hooksHaveNoPartInTheJacobianTimesAVector() {
        Tensor x = leaf(2, 3);
        Tensor y = x.square();
        Tensor z = y.mul(5);
        List<Tensor> seen = new ArrayList<>();
        for (Tensor hooked : List.of(x, y, z)) {
            hooked.registerHook(gradient -> {
                seen.add(hooked);
                return gradient.mul(100);
            });
        }
        Tensor product = Gradients.jacobianVector(
                        List.of(z), List.of(x, y), List.of(Tensor.of(1, -1), Tensor.of(0, 1)), false)
                .get(0);
        assertThat(product.toDoubles()).containsExactly(5 * 4, -5 * 6 + 5);
        assertThat(seen).isEmpty();
    }

    @Test
    void theHessianTimesAVector() {
        Tensor x = leaf(1, 2);
        Tensor gradient =
                Gradients.of(x.pow(3).sum().mul(x.sum()), List.of(x), true).get(0);
        Tensor v = Tensor.of(1, 10);
        // f = (a³ + b³)(a + b): H = [[12a² + 6ab, 3a² + 3b²], [., 12b² + 6ab]].
        assertThat(Gradients.of(gradient, v, List.of(x), false).get(0).toDoubles())
                .containsExactly(new double[] {24 + 150, 15 + 600}, within(1e-3));
    }

    // ---- Hooks

    @Test
    void aHookSeesTheWholeGradientAndMayReplaceIt() {
        Tensor x = leaf(1, 2);
        Tensor inner = x.mul(3);
        List<String> seen = new ArrayList<>();
        inner.registerHook(gradient -> {
            seen.add(gradient.toHost().doubles()[0] + "");
            return gradient.mul(10);
        });
        Runnable remove = x.registerHook(gradient -> gradient.add(1));
        inner.add(inner).sum().backward(Tensor.scalar(1), true, false);
        assertThat(seen).as("once, when both shares were there").containsExactly("2.0");
        assertThat(grad(x)).containsExactly(61, 61);
        assertThat(Gradients.of(x.square().sum(), List.of(x), false).get(0).toDoubles())
                .containsExactly(3, 5);
        remove.run();
        x.zeroGrad();
        x.mul(2).sum().backward();
        assertThat(grad(x)).containsExactly(2, 2);
    }

    @Test
    void whatAHookGivesStaysTheUsers() {
        Tensor x = leaf(1, 2);
        Tensor y = x.mul(3);
        Tensor own = Tensor.of(5, 7);
        Tensor kept = Tensor.of(0, 0);
        x.registerHook(gradient -> kept.assign(gradient).mul(1).addInPlace(own));
        x.registerHook(gradient -> own);
        y.registerHook(gradient -> own);
        for (int walk = 1; walk <= 2; walk++) {
            y.sum().backward(Tensor.scalar(1), true, false);
            assertThat(grad(x)).containsExactly(5 * walk, 7 * walk);
            assertThat(own.toDoubles()).containsExactly(5, 7);
            assertThat(kept.toDoubles()).containsExactly(15, 21);
        }
    }

    @Test
    void aHookThatGivesAnotherShapeIsRefused() {
        Tensor x = leaf(1, 2);
        x.registerHook(Tensor::sum);
        assertThatThrownBy(() -> x.square().sum().backward())
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("hook: the gradient it gives needs F32 [2], got F32 []");
        assertThatThrownBy(() -> Tensor.of(1).registerHook(g -> g)).isInstanceOf(MismatchException.class);
    }

    // ---- Parts that are computed once more

    @Test
    void aRecomputedPartHasTheSameGradientsAndKeepsNoInnerValues() {
        Tensor w = leaf(0.5, -1);
        double[][] gradients = new double[2][];
        for (int again = 0; again < 2; again++) {
            Tensor x = leaf(1, 2);
            long before = host.statistics().liveStorages();
            Tensor y;
            try (Scope inner = Scope.open()) {
                Function<List<Tensor>, Tensor> part =
                        in -> in.get(0).mul(w).exp().square().sin().mul(w);
                Tensor start = x.mul(1.5);
                y = inner.keep(again == 1 ? Recomputation.of(part, List.of(w), start) : part.apply(List.of(start)));
            }
            if (again == 1) {
                assertThat(host.statistics().liveStorages() - before)
                        .as("the input, the result, and where random numbers would begin")
                        .isEqualTo(3);
            }
            w.zeroGrad();
            w.registerHook(gradient -> gradient.mul(2));
            y.sum().backward();
            gradients[again] =
                    new double[] {grad(x)[0], grad(x)[1], grad(w)[0] / (2 << again), grad(w)[1] / (2 << again)};
        }
        assertThat(gradients[1]).containsExactly(gradients[0]);
    }

    @Test
    void inputsThatDependOnOneAnotherAreNotCountedTwice() {
        Tensor x = leaf(3);
        Tensor square = x.square();
        Tensor y = Recomputation.of(in -> in.get(0).mul(in.get(1)), List.of(), x, square);
        y.sum().backward();
        assertThat(grad(x)).containsExactly(27);
        assertThatThrownBy(() -> Recomputation.of(in -> in.get(0), List.of(x.mul(2)), x))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("captured tensor 0 needs one made by hand");
    }

    @Test
    void aRecomputedPartCanBeDifferentiatedTwice() {
        Tensor x = leaf(2, 3);
        Tensor y = Recomputation.of(in -> in.get(0).pow(3), List.of(), x).sum();
        Tensor first = Gradients.of(y, List.of(x), true).get(0);
        assertThat(first.toDoubles()).containsExactly(12, 27);
        assertThat(Gradients.of(first.sum(), List.of(x), false).get(0).toDoubles())
                .containsExactly(12, 18);
    }

    @Test
    void aRecomputedPartDrawsTheSameNumbers() {
        RandomStream.seed(scope, 3);
        Tensor x = leaf(1, 1, 1, 1);
        Tensor y = Recomputation.of(
                in -> in.get(0).mul(RandomStream.draw(s -> s.uniform(DType.F32, Shape.of(4), 0, 1))), List.of(), x);
        double[] drawn = y.toDoubles();
        double[] next =
                RandomStream.draw(s -> s.uniform(DType.F32, Shape.of(4), 0, 1)).toDoubles();
        y.sum().backward();
        assertThat(grad(x)).containsExactly(drawn).isNotEqualTo(next);
        Scope after = RandomStream.seed(Scope.open(), 3);
        RandomStream.draw(s -> s.uniform(DType.F32, Shape.of(8), 0, 1));
        double[] third =
                RandomStream.draw(s -> s.uniform(DType.F32, Shape.of(4), 0, 1)).toDoubles();
        after.close();
        assertThat(RandomStream.draw(s -> s.uniform(DType.F32, Shape.of(4), 0, 1))
                        .toDoubles())
                .as("the stream goes on where it was")
                .isEqualTo(third);
    }

    @Test
    void aRecomputedPartDrawsTheSameNumbersWithoutAStream() {
        Tensor x = leaf(1, 1, 1, 1);
        Tensor y = Recomputation.of(
                in -> in.get(0).mul(RandomStream.draw(s -> s.uniform(DType.F32, Shape.of(4), 0, 1))), List.of(), x);
        Tensor z = Recomputation.of(
                in -> in.get(0).mul(RandomStream.draw(s -> s.uniform(DType.F32, Shape.of(4), 0, 1))), List.of(), x);
        assertThat(y.toDoubles()).isNotEqualTo(z.toDoubles());
        y.sum().backward();
        assertThat(grad(x)).containsExactly(y.toDoubles());
    }

    @Test
    void aRecomputedPartLeavesNothingWhereNoScopeIs() {
        Tensor x = leaf(1, 1);
        Tensor state = RandomStream.unforeseen(host);
        long before = host.statistics().liveStorages();
        List<Tensor> made = new ArrayList<>();
        Thread outside = new Thread(() -> {
            Tensor y = RandomStream.from(
                    state, () -> Recomputation.of(in -> in.get(0).square(), List.of(), x));
            made.add(y);
        });
        outside.start();
        assertThatCode(outside::join).doesNotThrowAnyException();
        made.forEach(Tensor::close);
        assertThat(host.statistics().liveStorages()).isEqualTo(before);
    }

    @Test
    void whatGivesAnInputBackLeavesThatInputAlone() {
        Tensor x = leaf(1, 2);
        Tensor w = leaf(3, 4);
        Tensor same = Recomputation.of(in -> in.get(0), List.of(), x);
        same.mul(w).sum().backward();
        assertThat(grad(x)).containsExactly(3, 4);
        assertThat(grad(w)).containsExactly(1, 2);
        Recomputation.of(in -> w, List.of(w), x).sum().backward();
        assertThat(grad(w)).containsExactly(2, 3);
        same.close();
        assertThat(x.square().toDoubles()).containsExactly(1, 4);
        Tensor own = new Identity().apply(x);
        assertThat(own).isNotSameAs(x);
        own.mul(2).sum().backward();
        assertThat(grad(x)).containsExactly(5, 6);
        try (Scope inner = GradMode.noGrad()) {
            new Identity().apply(x).close();
        }
        assertThat(x.toDoubles()).containsExactly(1, 2);
        Tensor constant = Recomputation.of(in -> Tensor.of(5), List.of(), x);
        constant.sum().backward();
        assertThat(grad(x)).containsExactly(5, 6);
    }

    /** A user's function that has nothing to do. */
    private static final class Identity extends org.clgrad.autograd.Function {
        @Override
        public String name() {
            return "identity";
        }

        @Override
        protected List<Tensor> forward(List<Tensor> in) {
            return in;
        }

        @Override
        protected List<Tensor> backward(List<Tensor> outputGradients) {
            return outputGradients;
        }
    }

    @Test
    void aRecomputedPartSaysWhatItUsesWithoutBeingTold() {
        Tensor x = leaf(1, 2);
        Tensor w = leaf(3, 4);
        Tensor y = Recomputation.of(in -> in.get(0).mul(w), List.of(), x);
        assertThatThrownBy(() -> y.sum().backward())
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("recomputation: what the part uses needs to be among the inputs or captured")
                .hasMessageContaining("f32[2]");
        Tensor h = x.mul(2);
        Tensor z = Recomputation.of(in -> in.get(0).mul(h), List.of(), x);
        assertThatThrownBy(() -> z.sum().backward()).isInstanceOf(MismatchException.class);
        // What is made in the part, or asks for no gradient, is its own affair.
        Tensor own = Recomputation.of(in -> in.get(0).mul(leaf(5, 6)).mul(w.detach()), List.of(), x);
        own.sum().backward();
        assertThat(grad(x)).containsExactly(15, 24);
    }
}
