package org.clgrad.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SplitMix64Test {

    @Test
    void givesThePublishedSequence() {
        // S. Vigna, splitmix64.c, from state 1234567; the same five numbers stand in Rosetta Code's task.
        SplitMix64 random = new SplitMix64(1234567);
        assertThat(random.nextLong()).isEqualTo(Long.parseUnsignedLong("6457827717110365317"));
        assertThat(random.nextLong()).isEqualTo(Long.parseUnsignedLong("3203168211198807973"));
        assertThat(random.nextLong()).isEqualTo(Long.parseUnsignedLong("9817491932198370423"));
        assertThat(random.nextLong()).isEqualTo(Long.parseUnsignedLong("4593380528125082431"));
        assertThat(random.nextLong()).isEqualTo(Long.parseUnsignedLong("16408922859458223821"));
    }

    @Test
    void boundedNumbersAreEvenlySpread() {
        SplitMix64 random = SplitMix64.stream(1, 0);
        int[] seen = new int[7];
        int draws = 70_000;
        for (int i = 0; i < draws; i++) {
            seen[random.nextInt(7)]++;
        }
        // Chi-squared with 6 degrees of freedom passes 22.5 once in a thousand.
        double chiSquared = 0;
        for (int count : seen) {
            chiSquared += (count - draws / 7.0) * (count - draws / 7.0) / (draws / 7.0);
        }
        assertThat(chiSquared).isLessThan(22.5);
    }

    @Test
    void everyBoundIsKept() {
        SplitMix64 random = SplitMix64.stream(2, 0);
        for (int bound : new int[] {1, 2, 3, 1 << 30, (1 << 30) + 1, Integer.MAX_VALUE}) {
            for (int i = 0; i < 1000; i++) {
                assertThat(random.nextInt(bound)).isBetween(0, bound - 1);
            }
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(random.nextDouble(-2, 3)).isGreaterThanOrEqualTo(-2).isLessThan(3);
        }
    }
}
