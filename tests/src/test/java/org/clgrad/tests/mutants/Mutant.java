package org.clgrad.tests.mutants;

import org.clgrad.kernels.IncludeResolver;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSource;

/**
 * A kernel with one fault.
 *
 * @param fault what is wrong with it
 * @param kernel the kernel file
 * @param right the text in it, which is there once
 * @param wrong what takes its place
 */
record Mutant(String fault, String kernel, String right, String wrong) {
    /**
     * The kernels that ship, with this one broken.
     *
     * @throws AssertionError if the text is not in the kernel just once
     */
    KernelCatalog plant() {
        KernelCatalog builtin = KernelCatalog.builtin();
        String text = builtin.source(kernel).original();
        int first = text.indexOf(right);
        if (first < 0 || text.indexOf(right, first + 1) >= 0) {
            throw new AssertionError(kernel + ".cl must hold once: " + right);
        }
        return builtin.with(KernelSource.parse(kernel, text.replace(right, wrong), IncludeResolver.builtin()));
    }

    @Override
    public String toString() {
        return kernel + ": " + fault;
    }
}
