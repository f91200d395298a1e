package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Graphs of 100,000 nodes in a row, on a stack that a few thousand nested calls fill. */
final class DeepGraphTest {
    private static final int NODES = 100_000;

    /** The least that the Java VM grants, or little more. */
    private static final long STACK_BYTES = 256 << 10;

    /** A part of a test that throws what it likes. */
    private interface Body {
        void run(Device host);
    }

    private static void onASmallStack(Body body) throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try (Device host = Devices.openHost()) {
                        try (Scope scope = Scope.open()) {
                            DefaultDevice.set(scope, host);
                            body.run(host);
                        }
                        assertThat(host.statistics().liveStorages()).isZero();
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                },
                "small stack",
                STACK_BYTES);
        thread.start();
        thread.join();
        assertThat(failure.get()).isNull();
    }

    private static Tensor one() {
        return Tensor.of(DType.F64, Shape.scalar(), 1).requiresGrad(true);
    }

    /** x^(nodes + 1). */
    private static Tensor power(Tensor x, int nodes) {
        Tensor y = x;
        for (int i = 0; i < nodes; i++) {
            y = y.mul(x);
        }
        return y;
    }

    @Test
    void theStackIsSmall() throws InterruptedException {
        onASmallStack(host -> {
            try {
                nested(NODES);
                throw new AssertionError("so many nested calls should not fit");
            } catch (StackOverflowError expected) {
                assertThat(expected).isNotNull();
            }
        });
    }

    private static long nested(int depth) {
        return depth == 0 ? 0 : 1 + nested(depth - 1);
    }

    @Test
    void forwardAndBackward() throws InterruptedException {
        onASmallStack(host -> {
            Tensor x = one();
            power(x, NODES).backward();
            assertThat(x.grad().orElseThrow().item()).isEqualTo(NODES + 1);
        });
    }

    @Test
    void theGradientOfTheGradient() throws InterruptedException {
        // The gradient of each product is two products and a sum, so this graph has as many nodes in a row.
        int products = NODES / 3;
        onASmallStack(host -> {
            Tensor x = one();
            Tensor slope = Gradients.of(power(x, products), List.of(x), true).get(0);
            Tensor bend = Gradients.of(slope, List.of(x), false).get(0);
            assertThat(bend.item()).isEqualTo((products + 1.0) * products);
        });
    }

    @Test
    void aGraphThatNobodyWalksGoesWhole() throws InterruptedException {
        onASmallStack(host -> {
            Tensor x = one();
            Tensor last;
            try (Scope inner = Scope.open()) {
                last = inner.keep(power(x, NODES));
            }
            // The products are gone, but each is saved for the gradient of the next one.
            assertThat(host.statistics().liveStorages()).isGreaterThan(NODES / 2);
            last.close();
            assertThat(host.statistics().liveStorages()).isEqualTo(1);
        });
    }
}
