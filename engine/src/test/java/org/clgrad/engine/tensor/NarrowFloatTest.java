package org.clgrad.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The formats of 16 bits: values computed by hand, and all of them against what rounding means. */
class NarrowFloatTest {
    /** Positive finite patterns lie in the order of their values; infinity is the next. */
    private static int infinity(NarrowFloat format) {
        return format == NarrowFloat.HALF ? 0x7c00 : 0x7f80;
    }

    private static double value(NarrowFloat format, int bits) {
        return format.value((short) bits);
    }

    @ParameterizedTest
    @CsvSource({
        "HALF, 3c00, 0x1p0",
        "HALF, c000, -0x1p1",
        "HALF, 3555, 0.333251953125",
        "HALF, 7bff, 65504",
        "HALF, 0400, 0x1p-14",
        "HALF, 0001, 0x1p-24",
        "HALF, 03ff, 6.0975551605224609375e-5",
        "HALF, 8000, -0.0",
        "HALF, fc00, -Infinity",
        "HALF, 7e00, NaN",
        "BFLOAT16, 3f80, 0x1p0",
        "BFLOAT16, c049, -3.140625",
        "BFLOAT16, 3eab, 0.333984375",
        "BFLOAT16, 7f7f, 0x1.fep127",
        "BFLOAT16, 0080, 0x1p-126",
        "BFLOAT16, 0001, 0x1p-133",
        "BFLOAT16, 7f80, Infinity",
        "BFLOAT16, 7fc0, NaN",
    })
    void hasTheValuesOfTheStandard(NarrowFloat format, String pattern, String text) {
        double number = Double.parseDouble(text);
        short bits = (short) Integer.parseInt(pattern, 16);
        assertThat(format.value(bits)).isEqualTo(Double.valueOf(number));
        assertThat(format.bits(number)).isEqualTo(bits);
    }

    @ParameterizedTest
    @CsvSource({
        // Just above the middle between 1 and its neighbour; through float it would be the middle, and so 1.
        "HALF, 0x1.0020000008p0, 3c01",
        "HALF, 0x1.002p0, 3c00",
        "HALF, 0x1.006p0, 3c02",
        "HALF, 65519.99, 7bff",
        "HALF, 65520, 7c00",
        "HALF, 0x1p-25, 0000",
        "HALF, 0x1.8p-25, 0001",
        "HALF, -0x1p-26, 8000",
        // The largest subnormal and half a step: the smallest normal number.
        "HALF, 0x1.ffep-15, 0400",
        "HALF, 4.9e-324, 0000",
        "HALF, 1.8e308, 7c00",
        "BFLOAT16, 0x1.01p0, 3f80",
        "BFLOAT16, 0x1.03p0, 3f82",
        "BFLOAT16, 0x1.0100000000001p0, 3f81",
        "BFLOAT16, 0x1.fefffffffffffp127, 7f7f",
        "BFLOAT16, 0x1.ffp127, 7f80",
        "BFLOAT16, 0x1p-134, 0000",
        "BFLOAT16, 0x1.000001p-134, 0001",
    })
    void roundsOnce(NarrowFloat format, String number, String pattern) {
        assertThat(format.bits(Double.parseDouble(number))).isEqualTo((short) Integer.parseInt(pattern, 16));
    }

    @ParameterizedTest
    @EnumSource(NarrowFloat.class)
    void everyPatternComesBack(NarrowFloat format) {
        for (int bits = 0; bits <= 0xffff; bits++) {
            double value = value(format, bits);
            boolean isNumber = (bits & 0x7fff) <= infinity(format);
            assertThat(Double.isNaN(value)).isEqualTo(!isNumber);
            if (isNumber) {
                assertThat(format.bits(value)).isEqualTo((short) bits);
            } else {
                assertThat(value(format, format.bits(value))).isNaN();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(NarrowFloat.class)
    void roundsToTheNearerNeighbourAndTiesToEven(NarrowFloat format) {
        for (int bits = 0; bits < infinity(format); bits++) {
            double low = value(format, bits);
            // Beyond the largest value the next one would be a step away, if it were not infinity.
            double high =
                    bits + 1 == infinity(format) ? low + (low - value(format, bits - 1)) : value(format, bits + 1);
            double middle = low + (high - low) / 2;
            assertThat(format.bits(middle)).isEqualTo((short) (bits + (bits & 1)));
            assertThat(format.bits(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(format.bits(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
            assertThat(format.bits(-middle)).isEqualTo((short) (0x8000 | bits + (bits & 1)));
        }
    }

    /** The usual integer arithmetic on the bits of a float is written here again, independently. */
    @Test
    void bfloat16IsTheRoundedUpperHalfOfAFloat() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000_000; i++) {
            int word = random.nextInt();
            float number = Float.intBitsToFloat(word);
            if (!Float.isNaN(number)) {
                int expected = (word + 0x7fff + (word >>> 16 & 1)) >>> 16;
                assertThat(NarrowFloat.BFLOAT16.bits(number)).isEqualTo((short) expected);
            }
        }
    }

    @Test
    void longsRoundOnce() {
        // 2⁶² + 2⁵⁴ is the middle of two neighbours, and one more is above it: a double has no room for the one.
        assertThat(NarrowFloat.BFLOAT16.bits(0x4040_0000_0000_0000L)).isEqualTo((short) 0x5e80);
        assertThat(NarrowFloat.BFLOAT16.bits(0x4040_0000_0000_0001L)).isEqualTo((short) 0x5e81);
        assertThat(NarrowFloat.BFLOAT16.bits(-0x4040_0000_0000_0001L)).isEqualTo((short) 0xde81);
        assertThat(NarrowFloat.BFLOAT16.bits(-0x403f_ffff_ffff_ffffL)).isEqualTo((short) 0xde80);
        assertThat(NarrowFloat.BFLOAT16.bits(Long.MIN_VALUE)).isEqualTo((short) 0xdf00);
        assertThat(NarrowFloat.BFLOAT16.bits(Long.MAX_VALUE)).isEqualTo((short) 0x5f00);
        assertThat(NarrowFloat.HALF.bits(65504L)).isEqualTo((short) 0x7bff);
        assertThat(NarrowFloat.HALF.bits(65520L)).isEqualTo((short) 0x7c00);
        assertThat(NarrowFloat.HALF.bits(-3L)).isEqualTo((short) 0xc200);
    }

    @ParameterizedTest
    @EnumSource(NarrowFloat.class)
    void knowsItsLimits(NarrowFloat format) {
        assertThat(format.largest()).isEqualTo(value(format, infinity(format) - 1));
        assertThat(format.leastNormal()).isEqualTo(value(format, format == NarrowFloat.HALF ? 0x400 : 0x80));
        assertThat(format.least()).isEqualTo(value(format, 1));
    }
}
