package org.clgrad.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a header that is not well formed is told, and where. */
final class KernelHeaderTest {
    private static final String GOOD =
            """
            // fill: y = v
            //
            // needs:  nothing,
            //         really
            // order:  none
            //
            //@variant fill of fill
            //@dims n
            //@tunable PER_ITEM {1,2,4} = 2   elements of a work-item
            //@require PER_ITEM <= 4
            //@grid global ceil(n/PER_ITEM)
            __kernel void fill(__global float* y) {}
            """;

    @Test
    void readsProseAndContinuedLines() {
        KernelSource source = parse(GOOD.replace(
                "//@dims n\n", "//@dims n\n//@   m k\n//@dims batch\n//@specialise A\n//@require n +\n//@  m > 2\n"));
        assertThat(source.prose("needs")).contains("nothing,\nreally");
        assertThat(source.dims()).containsExactly("n", "m", "k", "batch");
        assertThat(source.requires().get(0)).hasToString("n +  m > 2");
    }

    @Test
    void directives() {
        bad("//@variant fill of fill", "//@variant fill", "7:16: expected 'of', found the end of the line");
        bad(
                "//@variant fill of fill",
                "//@variant fill of",
                "7:19: expected the routine's name, found the end of the line");
        bad("//@variant fill of fill\n", "", "1:1: no '//@variant NAME of ROUTINE'");
        bad("//@dims n", "//@variant fill of fill", "8:4: //@variant stands twice");
        bad(
                "//@dims n",
                "//@dimensions n",
                "8:4: unknown directive 'dimensions': there are dims, grid, local, prefers, require, shared, specialise,"
                        + " tunable, variant");
        bad("//@variant fill", "//@ variant fill", "7:5: write '//@variant' without the space");
        bad("//@variant fill", "//@  4\n//@variant fill", "7:6: there is no directive before it");
        bad("//@dims n", "//@dims n, m", "8:10: expected a dimension's name, found ','");
        bad("//@dims n", "//@dims n\n//@prefers fpga", "9:12: expected cpu, gpu or any, found 'fpga'");
        bad("//@dims n", "//@prefers cpu\n//@prefers gpu", "9:4: //@prefers stands twice");
        bad("__kernel", "  //@dims k\n__kernel", "12:3: a directive outside the header, which ended at line 11");
    }

    @Test
    void prose() {
        bad("// fill: y = v", "/* fill */", "1:1: expected the headline '// variant_name: what it computes'");
        bad("// fill: y = v", "// fil: y = v", "1:4: the headline is of 'fil', not of 'fill'");
        bad("//         really", "// really", "4:3: expected '// field: text', or a line indented further");
        bad("// order:", "// needs:", "5:4: 'needs:' stands twice");
    }

    @Test
    void tunables() {
        bad("{1,2,4} = 2", "{1,2,4} = 3", "9:31: the default 3 of PER_ITEM is not one of its values [1, 2, 4]");
        bad("{1,2,4} = 2", "{1,2,2} = 2", "9:26: the value 2 of PER_ITEM stands twice");
        bad("{1,2,4} = 2", "{} = 2", "9:22: expected a value of PER_ITEM, found '}'");
        bad("{1,2,4} = 2", "{1,2 = 2", "9:26: expected '}', found '='");
        bad("{1,2,4} = 2", "= 2", "9:21: expected '{', found '='");
        bad("{1,2,4} = 2", "{1,2,4}", "9:31: expected '=', found 'elements'");
        bad("//@dims n", "//@dims n PER_ITEM", "9:12: 'PER_ITEM' is declared already, at fill.cl:8:11");
        bad("//@dims n", "//@dims n COMPUTE_UNITS", "8:11: 'COMPUTE_UNITS' is the name of a capability");
        assertThatThrownBy(() -> new Tunable("T", List.of(1L, 2L), 3, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tunable T: default 3 is not one of [1, 2]");
    }

    @Test
    void expressions() {
        bad("PER_ITEM <= 4", "PER_ITEM <= ", "10:24: expected a number, a name or '('");
        bad("PER_ITEM <= 4", "PER_ITEM <= 4 why", "10:26: expected the end of the line, found 'why'");
        bad(
                "PER_ITEM <= 4",
                "PER_ITEMS <= 4",
                "10:12: 'PER_ITEMS <= 4': 'PER_ITEMS' is neither declared by //@dims, //@tunable or //@specialise, nor"
                        + " one of the capabilities [MAX_WORK_GROUP_SIZE, LOCAL_MEMORY_BYTES, COMPUTE_UNITS,"
                        + " PREFERRED_VECTOR], nor the size of real, acc, T0…T9 or TO");
        bad("PER_ITEM <= 4", "sizeof(reel) == 4", "10:12: 'sizeof(reel) == 4': 'sizeof(reel)' is neither");
        bad("PER_ITEM <= 4", "PER_ITEM <=\n//@     @", "11:9: expected a number, a name or '(', found '@'");
        assertThat(parse(GOOD.replace("PER_ITEM <= 4", "sizeof(T0) + sizeof(TO) + sizeof(acc) < COMPUTE_UNITS"))
                        .requires())
                .hasSize(1);
    }

    @Test
    void grids() {
        bad("//@grid global", "//@grid globe", "11:9: expected 'groups … ; items …' or 'global …', found 'globe'");
        bad("global ceil(n/PER_ITEM)", "global 1, 2, 3, 4", "11:25: a grid has at most 3 dimensions");
        bad("global ceil(n/PER_ITEM)", "groups 1", "11:17: expected ';', found the end of the line");
        bad("global ceil(n/PER_ITEM)", "groups 1; 2", "11:19: expected 'items', found '2'");
        bad("//@grid global ceil(n/PER_ITEM)\n", "", "1:1: no //@grid for kernel 'fill'");
        bad("//@grid global", "//@grid global n\n//@grid global", "12:4: //@grid stands twice");
        bad("//@grid global", "//@grid fill: global n\n//@grid global", "1:1: two //@grid of the kernel 'fill'");
        bad("//@grid global", "//@grid full: global", "11:9: //@grid of 'full', but the file has fill");
        bad("//@grid", "//@local full: 4\n//@grid", "11:10: //@local of 'full', but the file has fill");
        bad(
                "__kernel void fill",
                "__kernel void fill_2() {}\n__kernel void fill",
                "1:1: //@grid must say of which kernel it is, '//@grid NAME: …', because there are fill_2, fill");
        bad("__kernel void", "void", "12:1: no kernel function after the header");
        assertThatThrownBy(() -> new Grid(true, List.of(), List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Grid.ofGroups(List.of(), List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFileIsNamedAsTheVariant() {
        assertThatThrownBy(() -> Kernels.parse("filling", GOOD))
                .isInstanceOf(KernelSourceException.class)
                .hasMessage("filling.cl:1:1: the file declares the variant 'fill'");
    }

    private static KernelSource parse(String text) {
        return Kernels.parse("fill", text);
    }

    private static void bad(String from, String to, String message) {
        assertThat(GOOD).contains(from);
        assertThatThrownBy(() -> parse(GOOD.replaceFirst(Pattern.quote(from), quoted(to))))
                .isInstanceOf(KernelSourceException.class)
                .hasMessageStartingWith("fill.cl:" + message);
    }

    private static String quoted(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }
}
