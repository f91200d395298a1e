package org.clgrad.engine.tuning;

import org.clgrad.kernels.IncludeResolver;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSource;

/** The kernels that ship, one of them with tunables that stay as they are while kernels are worked on; nothing is built of it. */
public final class FixedKernels {
    private static final String NAME = "softmax_rows";

    private FixedKernels() {}

    /** With a softmax_rows that has one tunable, ROWS: 1, 4, 16 or 64, usually 4. */
    public static KernelCatalog catalog() {
        KernelCatalog builtin = KernelCatalog.builtin();
        String text = builtin.source(NAME).original();
        int first = text.indexOf("//@tunable");
        String fixed = text.substring(0, first)
                + "//@tunable  ROWS {1,4,16,64} = 4     rows of a work-item\n"
                + text.substring(first).replaceAll("//@tunable[^\n]*\n", "");
        return builtin.with(KernelSource.parse(NAME, fixed, IncludeResolver.builtin()));
    }
}
