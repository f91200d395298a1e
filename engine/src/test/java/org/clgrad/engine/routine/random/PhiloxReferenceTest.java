package org.clgrad.engine.routine.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.junit.jupiter.api.Test;

/** The random references against Random123's known answers, and against the moments that their distributions have. */
final class PhiloxReferenceTest {
    private static List<HostArray> draw(Routine routine, long seed, long counter) {
        HostArray state = HostArray.zeros(TensorSpec.of(DType.I64, 2));
        state.set(new long[] {seed, counter});
        List<HostArray> out = new ArrayList<>();
        routine.infer(List.of(state.spec())).forEach(spec -> out.add(HostArray.zeros(spec)));
        routine.onHost(HostExec.sequential(), new Args(List.of(state), out));
        return out;
    }

    /** The lines "philox4x32 10" of Random123's file kat_vectors. */
    @Test
    void blocksAreRandom123s() {
        assertThat(Philox.block(new long[] {0, 0, 0, 0}, new long[] {0, 0}))
                .containsExactly(0x6627e8d5L, 0xe169c58dL, 0xbc57ac4cL, 0x9b00dbd8L);
        long ones = 0xffffffffL;
        assertThat(Philox.block(new long[] {ones, ones, ones, ones}, new long[] {ones, ones}))
                .containsExactly(0x408f276dL, 0x41c83b0eL, 0xa20bc7c6L, 0x6d5451fdL);
        assertThat(Philox.block(
                        new long[] {0x243f6a88L, 0x85a308d3L, 0x13198a2eL, 0x03707344L},
                        new long[] {0xa4093822L, 0x299f31d0L}))
                .containsExactly(0xd16cfe09L, 0x94fdccebL, 0x5001e420L, 0x24126ea1L);
    }

    @Test
    void uniformNumbersAreTheUpperBitsOfTheWords() {
        List<HostArray> single = draw(new PhiloxUniform(DType.F32, Shape.of(4), 0, 1), 0, 0);
        assertThat(single.get(0).doubles())
                .containsExactly(0x6627e8 * 0x1p-24, 0xe169c5 * 0x1p-24, 0xbc57ac * 0x1p-24, 0x9b00db * 0x1p-24);
        List<HostArray> pair = draw(new PhiloxUniform(DType.F64, Shape.of(2), -1, 1), 0, 0);
        assertThat(pair.get(0).doubles())
                .containsExactly(
                        (0x6627e8d5e169c58dL >>> 11) * 0x1p-52 - 1, (0xbc57ac4c9b00dbd8L >>> 11) * 0x1p-52 - 1);
    }

    @Test
    void theNextStateIsBehindTheBlocksUsed() {
        assertThat(draw(new PhiloxUniform(DType.F32, Shape.of(3, 3), 0, 1), 7, 5)
                        .get(1)
                        .longs())
                .containsExactly(7, 8);
        assertThat(draw(new PhiloxNormal(DType.F64, Shape.of(3, 3), 0, 1), 7, -1)
                        .get(1)
                        .longs())
                .containsExactly(7, 4);
        assertThat(draw(new PhiloxNormal(DType.F32, Shape.of(0), 0, 1), 7, 5)
                        .get(1)
                        .longs())
                .containsExactly(7, 5);
    }

    @Test
    void aDrawGoesOnWhereTheLastOneEnded() {
        double[] all = draw(new PhiloxUniform(DType.F32, Shape.of(8), 0, 1), 3, 0)
                .get(0)
                .doubles();
        double[] rest = draw(new PhiloxUniform(DType.F32, Shape.of(4), 0, 1), 3, 1)
                .get(0)
                .doubles();
        assertThat(rest).containsExactly(all[4], all[5], all[6], all[7]);
    }

    @Test
    void highIsNeverReached() {
        // With high next to low the fma alone would round every fraction above one half up to high.
        double[] y = draw(new PhiloxUniform(DType.F32, Shape.of(1 << 20), 1, Math.nextUp(1f)), 1, 0)
                .get(0)
                .doubles();
        assertThat(y).containsOnly(1);
    }

    @Test
    void normalNumbersAreBoxAndMullers() {
        double[] f = draw(new PhiloxUniform(DType.F64, Shape.of(2), 0, 1), 11, 4)
                .get(0)
                .doubles();
        double radius = Math.sqrt(-2 * Math.log(1 - f[0]));
        assertThat(draw(new PhiloxNormal(DType.F64, Shape.of(2), 3, 0.5), 11, 4)
                        .get(0)
                        .doubles())
                .containsExactly(
                        new double[] {
                            3 + 0.5 * radius * Math.cos(2 * Math.PI * f[1]),
                            3 + 0.5 * radius * Math.sin(2 * Math.PI * f[1])
                        },
                        within(1e-14));
    }

    /** Bounds are five standard deviations of each sample moment; the seed is fixed, so this cannot fail by chance. */
    @Test
    void momentsAreThoseOfTheDistributions() {
        int n = 1 << 16;
        double[] uniform = draw(new PhiloxUniform(DType.F32, Shape.of(n), 0, 1), 42, 0)
                .get(0)
                .doubles();
        assertThat(DoubleStream.of(uniform).average().orElseThrow()).isCloseTo(0.5, within(5 * Math.sqrt(1 / 12. / n)));
        double[] normal = draw(new PhiloxNormal(DType.F32, Shape.of(n), 0, 1), 42, 0)
                .get(0)
                .doubles();
        assertThat(DoubleStream.of(normal).average().orElseThrow()).isCloseTo(0, within(5 / Math.sqrt(n)));
        assertThat(DoubleStream.of(normal).map(z -> z * z).average().orElseThrow())
                .isCloseTo(1, within(5 * Math.sqrt(2. / n)));
        assertThat(DoubleStream.of(normal).map(z -> z * z * z * z).average().orElseThrow())
                .isCloseTo(3, within(5 * Math.sqrt(96. / n)));
    }

    @Test
    void emptyIntervalsAndOtherTypesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PhiloxUniform(DType.F32, Shape.of(1), 1, 1 + 1e-12))
                .withMessageContaining("needs finite low < high");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PhiloxUniform(DType.I32, Shape.of(1), 0, 1))
                .withMessageContaining("floating-point");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PhiloxNormal(DType.F32, Shape.of(1), 0, -1))
                .withMessageContaining("deviation");
    }
}
