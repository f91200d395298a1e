package org.clgrad.tests.mutants;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.routine.SampleSpace;
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
 * @param operation which of the sample space's operations shows it; empty if any does
 * @param routine which routine's cases show it, as the catalogue names it; empty if those of the kernel's own do
 */
record Mutant(
        String fault, String kernel, String right, String wrong, String variant, String operation, String routine) {
    /** A fault in the kernel file that has the variant's name. */
    Mutant(String fault, String kernel, String right, String wrong) {
        this(fault, kernel, right, wrong, kernel);
    }

    /** A fault that cases of any operation of the space show. */
    Mutant(String fault, String kernel, String right, String wrong, String variant) {
        this(fault, kernel, right, wrong, variant, "");
    }

    /** A fault that cases of one of the kernel's own operations show. */
    Mutant(String fault, String kernel, String right, String wrong, String variant, String operation) {
        this(fault, kernel, right, wrong, variant, operation, "");
    }

    /** The same fault, which another routine's cases show. */
    Mutant in(String other) {
        return new Mutant(fault, kernel, right, wrong, variant, operation, other);
    }

    /** Which value of which axis cases of the space must have. */
    Map<Integer, Integer> fixed(SampleSpace space) {
        for (int axis = 0; axis < space.axes().size() && !operation.isEmpty(); axis++) {
            List<?> values = space.axes().get(axis).values();
            for (int value = 0; value < values.size(); value++) {
                if (space.axes().get(axis).name().equals("operation")
                        && values.get(value).toString().equals(operation)) {
                    return Map.of(axis, value);
                }
            }
        }
        if (operation.isEmpty()) {
            return Map.of();
        }
        throw new AssertionError(space.operation() + " has no operation " + operation);
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
