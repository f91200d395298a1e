package org.clgrad.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RatioTest {
    @Test
    void isThePeersTimeOverOursPairByPair() {
        Ratio ratio = Ratio.of("libtorch", "gemm/1024", new double[] {10, 20, 40}, new double[] {20, 30, 40});
        assertThat(ratio.pairs()).containsExactly(2.0, 1.5, 1.0);
        assertThat(ratio.median()).isEqualTo(1.5);
        assertThat(ratio.min()).isEqualTo(1);
        assertThat(ratio.max()).isEqualTo(2);
        assertThat(ratio.text()).isEqualTo("1.50 (1.00..2.00)");
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleOnes() {
        assertThat(new Ratio("libtorch", "x", List.of(4.0, 1.0, 2.0, 9.0)).median())
                .isEqualTo(3);
    }

    @Test
    void theBestPeerIsTheOneThatLeavesTheLeast() {
        Ratio slow = new Ratio("libtorch", "x", List.of(1.5, 1.6, 0.1));
        Ratio fast = new Ratio("libtorch-malloc", "x", List.of(1.2, 1.3, 1.4));
        assertThat(Ratio.toBest(List.of(slow, fast))).isSameAs(fast);
        assertThatIllegalArgumentException().isThrownBy(() -> Ratio.toBest(List.of()));
    }

    @Test
    void becomesLinesOfJson() {
        assertThat(new Ratio("openblas", "gemm/512", List.of(0.5, 1.0, 2.0)).jsonLines())
                .containsExactly(
                        "{\"peer\":\"clgrad/openblas\",\"case\":\"gemm/512\",\"metric\":\"ratio\",\"value\":1.0}",
                        "{\"peer\":\"clgrad/openblas\",\"case\":\"gemm/512\",\"metric\":\"ratio_min\",\"value\":0.5}",
                        "{\"peer\":\"clgrad/openblas\",\"case\":\"gemm/512\",\"metric\":\"ratio_max\",\"value\":2.0}");
    }

    @Test
    void refusesWhatIsNoRatio() {
        double[] one = {1};
        double[] two = {1, 2};
        double[] zero = {0};
        assertThatIllegalArgumentException().isThrownBy(() -> Ratio.of("p", "x", one, two));
        assertThatIllegalArgumentException().isThrownBy(() -> Ratio.of("p", "x", one, zero));
        assertThatIllegalArgumentException().isThrownBy(() -> Ratio.of("p", "x", zero, one));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ratio("p", "x", List.of()));
    }
}
