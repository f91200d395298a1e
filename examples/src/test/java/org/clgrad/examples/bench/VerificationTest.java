package org.clgrad.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A case whose results are wrong has no figures. */
class VerificationTest {
    private static final int SMALL = 7;
    private static final int FULL = 1000;

    private final Device device = Devices.openHost();

    @AfterEach
    void closesTheDevice() {
        assertThat(device.statistics().liveStorages()).isZero();
        device.close();
    }

    /** y = 2·x, or what else a factor says, given the size and the device. */
    private record Doubling(int n, boolean isDefined, ToDoubleBiFunction<Integer, Device> factor) implements Operation {
        @Override
        public Workload on(Device device) {
            return new RepeatedCalls(device) {
                private final Tensor x = operand(1, n);

                @Override
                public List<Tensor> results() {
                    return List.of(x.mul(factor.applyAsDouble(n, device)));
                }
            };
        }

        @Override
        public Optional<Expected> expected(int result, long element) {
            double exact = 2 * Numbers.at(1, element);
            return isDefined ? Optional.of(new Expected(exact, 0)) : Optional.empty();
        }
    }

    private List<Outcome> outcomes(boolean isDefined, ToDoubleBiFunction<Integer, Device> factor) {
        BenchCase planted = BenchCase.compared(
                "planted/doubling",
                Metric.GBPS,
                Work.of(FULL, 8 * FULL),
                new Doubling(FULL, isDefined, factor),
                new Doubling(SMALL, isDefined, factor),
                result -> 1e-6);
        return new Rounds(List.of(new ClgradPeer(device, List.of(planted))), 3, new WarmUp(1, 1, 1)).run(planted);
    }

    @Test
    void whatIsRightIsTimed() {
        assertThat(outcomes(true, (n, where) -> 2)).singleElement().satisfies(outcome -> {
            assertThat(outcome.isTimed()).isTrue();
            assertThat(outcome.nanos()).hasSize(3).allMatch(nanos -> nanos > 0);
            assertThat(outcome.best()).isGreaterThanOrEqualTo(outcome.median());
            assertThat(JsonLines.of(outcome, Optional.empty())).hasSize(2);
        });
    }

    private static void assertRefused(List<Outcome> outcomes, String where) {
        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.isFailure()).isTrue();
            assertThat(outcome.nanos()).isEmpty();
            assertThat(JsonLines.of(outcome, Optional.empty())).isEmpty();
            assertThat(outcome.refusal().orElseThrow()).hasMessageContaining(where);
        });
    }

    @Test
    void whatIsWrongByDefinitionIsRefused() {
        assertRefused(outcomes(true, (n, where) -> 2.001), "at a small shape against its definition");
    }

    @Test
    void whatIsWrongOnlyAtFullSizeIsRefused() {
        assertRefused(outcomes(true, (n, where) -> n == FULL ? 2.001 : 2), "at full size");
    }

    @Test
    void whatTheHostDoesNotConfirmIsRefused() {
        assertRefused(outcomes(false, (n, where) -> where == device ? 2.001 : 2), "at a small shape against the host");
    }

    @Test
    void whatIsNoNumberIsRefused() {
        assertRefused(outcomes(false, (n, where) -> n == FULL ? Double.NaN : 2), "at full size");
    }

    @Test
    void aCaseThatNobodyKnowsIsNotThere() {
        assertThatThrownBy(() -> new ClgradPeer(device, List.of()).open("gemm/7"))
                .isInstanceOfSatisfying(CaseNotRunException.class, e -> assertThat(e.isFailure())
                        .isFalse());
    }

    @Test
    void aSumIsHeldToItsBound() {
        Operation.Expected sum = Operation.Expected.sum(1, 1_000_000, 1000);
        assertThat(sum.bound()).isBetween(0.3, 0.4);
        assertThat(sum.admits(1.3)).isTrue();
        assertThat(sum.admits(1.4)).isFalse();
        assertThat(sum.admits(Double.NaN)).isFalse();
    }
}
