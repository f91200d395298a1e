package org.clgrad.examples;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Packs the program for a machine that has neither Java nor a network. */
@Command(
        name = "bundle",
        description = "Pack clgrad and a Java runtime into one file, for x86-64 Linux without Java and network.",
        mixinStandardHelpOptions = true,
        synopsisHeading = "usage: ",
        optionListHeading = "%n",
        sortOptions = false)
final class BundleCommand implements Callable<Integer> {
    @Option(names = "--out", paramLabel = "FILE", description = "The file to write. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of(Bundle.NAME + ".tar.gz");

    @Option(
            names = "--jdk",
            paramLabel = "DIR",
            description =
                    "The JDK whose runtime is packed. Default: the newest found; from 25 on Temurin's runs on old systems.")
    private @Nullable Path jdk;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        common.configureLogging(false);
        Path wrapper = Wrapper.path()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "bundle: works in a checkout, started as ./clgrad bundle"));
        Jdk chosen = jdk == null ? Jdk.newest() : Jdk.in(jdk);
        new Bundle(wrapper, chosen, spec.commandLine().getErr()).write(out);
        spec.commandLine().getOut().println("bundle: " + out);
        spec.commandLine().getOut().flush();
        return 0;
    }
}
