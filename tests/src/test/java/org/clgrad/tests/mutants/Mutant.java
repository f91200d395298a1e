package org.clgrad.tests.mutants;

import org.clgrad.kernels.IncludeResolver;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSource;

/**
 * A kernel with one fault.
 *
 * @param fault what is wrong with it
 * @param kernel the kernel file
 * @param right the text in it, or in one of the headers that it includes, which is there once
 * @param wrong what takes its place
 * @param variant the variant whose plans launch the kernel
 */
record Mutant(String fault, String kernel, String right, String wrong, String variant) {
    /** A fault in the kernel file that has the variant's name. */
    Mutant(String fault, String kernel, String right, String wrong) {
        this(fault, kernel, right, wrong, kernel);
    }

    /**
     * The kernels that ship, with this one broken.
     *
     * @throws AssertionError if the text is not in the kernel just once
     */
    KernelCatalog plant() {
        KernelCatalog builtin = KernelCatalog.builtin();
        KernelSource source = builtin.source(kernel);
        int first = source.text().indexOf(right);
        if (first < 0 || source.text().indexOf(right, first + 1) >= 0) {
            throw new AssertionError(kernel + ".cl with its headers must hold once: " + right);
        }
        IncludeResolver headers = name -> IncludeResolver.builtin().read(name).map(this::broken);
        return builtin.with(KernelSource.parse(kernel, broken(source.original()), headers));
    }

    private String broken(String text) {
        return text.replace(right, wrong);
    }

    @Override
    public String toString() {
        return kernel + ": " + fault;
    }
}
