package org.clgrad.examples;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.clgrad.engine.tuning.RowCheck;
import org.clgrad.engine.tuning.TuningFile;
import org.clgrad.engine.tuning.TuningFileException;
import org.clgrad.engine.tuning.TuningRow;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes one file of tuning out of several. */
@Command(
        name = "merge",
        description = "Make one file of several. Of rows about the same, one that fits the kernels there are is kept, "
                + "rather measured than not, and rather of more runs.",
        mixinStandardHelpOptions = true,
        synopsisHeading = "usage: ",
        optionListHeading = "%n",
        sortOptions = false)
final class TuneMergeCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files, which `clgrad tune` wrote.")
    private List<Path> files = List.of();

    @Option(names = "-o", paramLabel = "FILE", required = true, description = "Where to write all of it.")
    private @Nullable Path output;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        common.configureLogging(true);
        Path to = output;
        if (to == null) {
            throw new ParameterException(spec.commandLine(), "-o is missing");
        }
        try {
            List<List<TuningRow>> read = new ArrayList<>();
            for (Path file : files) {
                if (!Files.exists(file)) {
                    throw new ParameterException(spec.commandLine(), file + ": no such file");
                }
                read.add(new TuningFile(file).read());
            }
            RowCheck check = RowCheck.ofInstalledKernels();
            List<TuningRow> merged = TuningFile.merged(read, check::holds);
            new TuningFile(to).write(merged);
            tell(to, merged, merged.stream().filter(check::holds).count());
            return 0;
        } catch (TuningFileException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void tell(Path to, List<TuningRow> rows, long good) {
        PrintWriter out = spec.commandLine().getOut();
        long others = rows.size() - good;
        out.println(to + ": " + rows.size() + (rows.size() == 1 ? " row" : " rows")
                + (others == 0 ? "" : ", " + others + " of them of other kernels than there are here"));
        out.flush();
    }
}
