package org.clgrad.engine.tuning;

import java.util.Map;
import java.util.Optional;
import org.clgrad.engine.InstalledKernels;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSource;
import org.clgrad.kernels.Tunable;

/**
 * Whether rows fit the kernels that there are.
 *
 * @param kernels the kernels of this process
 */
public record RowCheck(KernelCatalog kernels) {
    /** Against the kernels of this process. */
    public static RowCheck ofInstalledKernels() {
        return new RowCheck(InstalledKernels.read());
    }

    /** What a row says that its kernels know nothing of, in one line, if it does. */
    public Optional<String> problem(TuningRow row) {
        if (!row.values().containsKey(row.variant())) {
            return Optional.of("'values' does not have the variant " + row.variant());
        }
        return row.values().entrySet().stream()
                .flatMap(entry -> problem(entry.getKey(), entry.getValue()).stream())
                .findFirst();
    }

    private Optional<String> problem(String name, Map<String, Long> values) {
        Optional<KernelSource> kernel = kernels.find(name);
        if (kernel.isEmpty()) {
            return Optional.of("there is no kernel '" + name + "'");
        }
        return values.entrySet().stream()
                .flatMap(entry -> problem(kernel.get(), entry.getKey(), entry.getValue()).stream())
                .findFirst();
    }

    private static Optional<String> problem(KernelSource kernel, String name, long value) {
        Optional<Tunable> tunable = kernel.tunables().stream()
                .filter(declared -> declared.name().equals(name))
                .findFirst();
        if (tunable.isEmpty()) {
            return Optional.of(kernel.name() + " has no tunable '" + name + "'");
        }
        return tunable.get().values().contains(value)
                ? Optional.empty()
                : Optional.of(
                        kernel.name() + " has " + name + " of " + tunable.get().values() + ", not " + value);
    }

    /** Whether a row fits the kernels that there are, and was measured with them if it was measured. */
    public boolean holds(TuningRow row) {
        return problem(row).isEmpty() && isCurrent(row);
    }

    /** Whether the kernels of a row, which there are, have not changed since it was measured. */
    boolean isCurrent(TuningRow row) {
        return row.measurement()
                .map(measured -> measured.hash()
                        .equals(KernelHash.of(kernels, row.values().keySet())))
                .orElse(true);
    }
}
