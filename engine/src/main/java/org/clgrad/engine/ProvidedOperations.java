package org.clgrad.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.clgrad.engine.routine.OperationProvider;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.kernels.IncludeResolver;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSource;
import org.clgrad.kernels.KernelSourceException;

/** The operations from outside that the class path has: see {@link OperationProvider}. */
public final class ProvidedOperations {
    private final List<OperationProvider> providers;

    private ProvidedOperations(List<OperationProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    /**
     * Looks for providers on the class path.
     *
     * @throws ProvidedOperationException if one that is named there cannot be made
     */
    public static ProvidedOperations find() {
        List<OperationProvider> found = new ArrayList<>();
        try {
            ServiceLoader.load(OperationProvider.class).forEach(found::add);
        } catch (ServiceConfigurationError e) {
            throw new ProvidedOperationException("operations from outside: " + e.getMessage(), e);
        }
        return new ProvidedOperations(found);
    }

    /** These providers, whatever the class path has. */
    public static ProvidedOperations of(OperationProvider... providers) {
        return new ProvidedOperations(List.of(providers));
    }

    /**
     * What operations are tried on: those that ship, and theirs.
     *
     * @throws ProvidedOperationException if a provider cannot say, or an operation has the name of another; the message says
     *     which provider
     */
    public List<SampleSpace> addTo(List<SampleSpace> shipped) {
        List<SampleSpace> all = new ArrayList<>(shipped);
        Set<String> taken = new HashSet<>();
        shipped.forEach(space -> taken.add(space.operation()));
        for (OperationProvider provider : providers) {
            for (SampleSpace space : samples(provider)) {
                if (!taken.add(space.operation())) {
                    throw new ProvidedOperationException(
                            provider.getClass().getName() + ": " + space.operation()
                                    + " is the name of an operation that there is",
                            null);
                }
                all.add(space);
            }
        }
        return List.copyOf(all);
    }

    private static List<SampleSpace> samples(OperationProvider provider) {
        try {
            return provider.samples();
        } catch (RuntimeException | LinkageError e) {
            throw new ProvidedOperationException(provider.getClass().getName() + ": no sample spaces: " + e, e);
        }
    }

    /**
     * A catalog's kernels and those of the providers.
     *
     * @throws ProvidedOperationException if one is missing, is no kernel, or has the name of another; the message says which
     *     provider, and line and column if there are
     */
    public KernelCatalog addTo(KernelCatalog shipped) {
        KernelCatalog all = shipped;
        Set<String> taken = new HashSet<>(shipped.names());
        for (OperationProvider provider : providers) {
            for (String kernel : provider.kernels()) {
                String where = provider.getClass().getName() + ": " + kernel + ".cl";
                if (!taken.add(kernel)) {
                    throw new ProvidedOperationException(where + " has the name of a kernel that there is", null);
                }
                try {
                    all = all.with(KernelSource.parse(kernel, read(provider, kernel), IncludeResolver.builtin()));
                } catch (KernelSourceException e) {
                    throw new ProvidedOperationException(where + " is no kernel: " + e.getMessage(), e);
                } catch (IOException e) {
                    throw new ProvidedOperationException(where + " cannot be read: " + e.getMessage(), e);
                }
            }
        }
        return all;
    }

    private static String read(OperationProvider provider, String kernel) throws IOException {
        try (InputStream in = provider.getClass().getResourceAsStream(kernel + ".cl")) {
            if (in == null) {
                throw new IOException("there is no such resource beside the class");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
