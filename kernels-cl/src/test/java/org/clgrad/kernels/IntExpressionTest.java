package org.clgrad.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IntExpressionTest {
    private static final Map<String, Long> VALUES =
            Map.of("m", 7L, "n", 12L, "zero", 0L, "big", Long.MAX_VALUE, "least", Long.MIN_VALUE, "sizeof(real)", 4L);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1 + 2 * 3; 7",
                "(1 + 2) * 3; 9",
                "10 - 3 - 2; 5",
                "100 / 5 / 2; 10",
                "17 % 5 * 2; 4",
                "-m + 10; 3",
                "--m; 7",
                "7 / -2; -3",
                "-7 % 3; -1",
                "m < n; 1",
                "m >= n; 0",
                "m <= 7; 1",
                "n > m; 1",
                "m == 7; 1",
                "m != 7; 0",
                "!m; 0",
                "!zero; 1",
                "!zero == 1; 1",
                "zero || m; 1",
                "zero || zero; 0",
                "m && zero; 0",
                "m && n; 1",
                "1 || 0 && 0; 1",
                "m + 1 == 8 && n % 4 == 0; 1",
                "zero == 0 || n / zero == 1; 1",
                "zero != 0 && n / zero == 1; 0",
                "ceil(m/2); 4",
                "ceil(n/4); 3",
                "ceil(zero/4); 0",
                "ceil(-m/2); -3",
                "ceil(-m/-2); 4",
                "ceil((m+n)/(2*3)); 4",
                "ceil(m*n/5); 17",
                "min(m, n); 7",
                "max(m, n) * 2; 24",
                "min(ceil(n/5), m % 4); 3",
                "sizeof(real); 4",
                "sizeof(double) + sizeof( int ); 12",
                "9223372036854775807; 9223372036854775807"
            })
    void evaluates(String text, long value) {
        assertThat(IntExpression.parse(text).evaluate(VALUES)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "m / zero; 'm / zero': division by zero, where m = 7, zero = 0",
                "m % zero; 'm % zero': division by zero, where m = 7, zero = 0",
                "ceil(m/zero); 'ceil(m/zero)': division by zero, where m = 7, zero = 0",
                "big + 1; 'big + 1': long overflow, where big = 9223372036854775807",
                "big * m; 'big * m': long overflow, where big = 9223372036854775807, m = 7",
                "least - 1; 'least - 1': long overflow, where least = -9223372036854775808",
                "-least; '-least': long overflow, where least = -9223372036854775808",
                "least / -1; 'least / -1': long overflow, where least = -9223372036854775808",
                "1 / 0; '1 / 0': division by zero",
                "m + k; 'm + k': 'k' has no value here",
                "sizeof(acc); 'sizeof(acc)': 'sizeof(acc)' has no value here"
            })
    void saysWhyThereIsNoValue(String text, String message) {
        IntExpression expression = IntExpression.parse(text);
        assertThatThrownBy(() -> expression.evaluate(VALUES))
                .isInstanceOf(KernelSourceException.class)
                .hasMessage("expression:1:1: '" + message.substring(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "m +; 4: expected a number, a name or '(', found the end of the line",
                "(m; 3: expected ')', found the end of the line",
                "m n; 3: expected the end of the line, found 'n'",
                "m $ n; 3: expected the end of the line, found '$'",
                "m * * n; 5: expected a number, a name or '(', found '*'",
                "12x; 1: '12x' is not a decimal integer of at most 63 bits",
                "9223372036854775808; 1: '9223372036854775808' is not a decimal integer of at most 63 bits",
                "1 < m < 3; 7: comparisons do not chain: join two of them with &&",
                "2 + ceil(m); 5: ceil takes a quotient, as in ceil(n/TILE)",
                "ceil(m/2 + 1); 1: ceil takes a quotient, as in ceil(n/TILE)",
                "min(m); 6: expected ',', found ')'",
                "m + floor(2); 5: unknown function 'floor': there are ceil, min, max and sizeof",
                "sizeof(4); 8: expected a type, found '4'",
                "m & n; 3: expected the end of the line, found '&'",
                "''; 1: expected a number, a name or '(', found the end of the line"
            })
    void saysWhereItCannotBeRead(String text, String message) {
        assertThatThrownBy(() -> IntExpression.parse(text))
                .isInstanceOf(KernelSourceException.class)
                .hasMessage("expression:1:" + message);
    }

    @Test
    void knowsItsNamesAndItsText() {
        IntExpression expression = IntExpression.parse(" ceil(n/T) * sizeof(real) + n * sizeof(int) ");
        assertThat(expression.names()).containsExactly("n", "T", "sizeof(real)");
        assertThat(expression).hasToString("ceil(n/T) * sizeof(real) + n * sizeof(int)");
        assertThat(expression.position()).isEqualTo(new Position("expression", 1, 2));
    }

    @Test
    void looksUpNamesInOrder() {
        Names names = Names.of(Map.of("a", 1L)).or(Names.of(Map.of("a", 2L, "b", 3L)));
        assertThat(IntExpression.parse("10 * a + b").evaluate(names)).isEqualTo(13);
        assertThat(IntExpression.parse("a == 1").holds(names)).isTrue();
        assertThat(IntExpression.parse("a == 2").holds(names)).isFalse();
    }
}
