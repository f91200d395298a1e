package org.clgrad.examples;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which data to use, for every command that uses some. */
final class DataOptions {
    @Option(names = "--data", paramLabel = "DIR", description = "Folder of the data set's files; nothing is fetched.")
    private @Nullable Path folder;

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "mnist, fashion-mnist or cifar10, as the model takes it, or drawn. Default: the model's own.")
    private @Nullable String dataset;

    @Option(names = "--download", description = "Download the data set if it is not here, without asking.")
    private boolean download;

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** What the user says. */
    DataRequest request() {
        if (folder != null && (dataset != null || download)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--data names a folder with all that is needed; " + (download ? "--download" : "--dataset")
                            + " does not go with it");
        }
        return new DataRequest(Optional.ofNullable(folder), Optional.ofNullable(dataset), download);
    }
}
