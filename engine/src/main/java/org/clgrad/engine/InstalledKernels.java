package org.clgrad.engine;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSourceException;

/**
 * The kernels of this process: those that ship, those of {@linkplain ProvidedOperations operations from outside}, and those
 * in the folder that the environment variable {@value #FOLDER} names, if it does, which take the place of those of the same
 * name.
 */
public final class InstalledKernels {
    /** The environment variable that names a folder of kernels; an empty one counts as none. */
    public static final String FOLDER = "CLGRAD_KERNELS";

    private InstalledKernels() {}

    /**
     * Reads what there is.
     *
     * @throws ProvidedOperationException if a kernel of an operation from outside cannot be read or is none
     * @throws KernelFolderException if the folder cannot be read or holds what is no kernel
     */
    public static KernelCatalog read() {
        KernelCatalog catalog = ProvidedOperations.find().addTo(KernelCatalog.builtin());
        String folder = System.getenv().getOrDefault(FOLDER, "");
        try {
            return folder.isEmpty() ? catalog : catalog.withFolder(Path.of(folder));
        } catch (KernelSourceException | UncheckedIOException e) {
            throw new KernelFolderException(FOLDER + ": " + e.getMessage(), e);
        }
    }
}
