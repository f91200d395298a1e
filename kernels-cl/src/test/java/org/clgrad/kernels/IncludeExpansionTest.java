package org.clgrad.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class IncludeExpansionTest {
    private static final IncludeResolver HEADERS = Kernels.headers(Map.of(
            "a.clh", "#include \"b.clh\"\nint a;\n",
            "b.clh", "int b;\n# include \"a.clh\" // a circle\n",
            "guarded.clh", "#ifndef G\n#define G\n#include \"b.clh\"\n#endif\n"));

    @Test
    void putsEachHeaderInOnceAndKeepsLineNumbers() {
        String expanded = IncludeExpansion.expand(
                "k.cl",
                """
                int one;
                #include "a.clh"
                int three;
                #include "b.clh"
                #if 1
                #endif
                int seven;
                """,
                HEADERS);
        assertThat(expanded)
                .isEqualTo(
                        """
                #line 1 "k.cl"
                int one;
                #line 1 "a.clh"
                #line 1 "b.clh"
                int b;
                #line 3 "b.clh"
                #line 2 "a.clh"
                int a;
                #line 3 "k.cl"
                int three;
                #line 5 "k.cl"
                #if 1
                #endif
                int seven;
                """);
        assertThat(OpenClText.codeLines(expanded))
                .filteredOn(line -> !line.code().startsWith("#"))
                .extracting(line -> line.code() + line.position(0))
                .containsExactly(
                        "int one;k.cl:1:1",
                        "int b;b.clh:1:1",
                        "int a;a.clh:2:1",
                        "int three;k.cl:3:1",
                        "int seven;k.cl:7:1");
    }

    @Test
    void saysWhatItCannotInclude() {
        bad("int x;\n  #include \"c.clh\"\n", "k.cl:2:3: no header 'c.clh'");
        bad("#include <a.clh>\n", "k.cl:1:1: expected #include \"name.clh\", found #include <a.clh>");
        bad("#include \"guarded.clh\"\n", "guarded.clh:3:1: #include inside the #if of line 1");
        bad("#if A\n#ifdef B\n#endif\n#include \"a.clh\"\n#endif", "k.cl:4:1: #include inside the #if of line 1");
    }

    @Test
    void blanksCommentsAndStringsInPlace() {
        String text = "a/*b\nc*/d \"e\\\"//\" f//g\nh\"i";
        String blanked = OpenClText.blankComments(text);
        assertThat(blanked).isEqualTo("a   \n   d \"     \" f   \nh\" ");
        assertThat(blanked).hasSameSizeAs(text);
    }

    @Test
    void findsKernelFunctions() {
        String code =
                """
                __kernel void one(int a) {}
                kernel __attribute__((work_group_size_hint(ceil(1), 1, 1)))
                    void __attribute__((x)) two (void) {}
                void kernel_three(void) {}
                """;
        assertThat(OpenClText.kernels(code))
                .extracting(OpenClText.KernelFunction::name)
                .containsExactly("one", "two");
        assertThat(OpenClText.position("k.cl", code, code.indexOf("two"))).isEqualTo(new Position("k.cl", 3, 29));
    }

    private static void bad(String text, String message) {
        assertThatThrownBy(() -> IncludeExpansion.expand("k.cl", text, HEADERS))
                .isInstanceOf(KernelSourceException.class)
                .hasMessageStartingWith(message);
    }
}
