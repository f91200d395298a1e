package org.clgrad.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.clgrad.engine.CacheFolder;
import org.clgrad.engine.cache.ProgramCache;
import org.clgrad.nn.data.DataException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows which built programs are kept for which devices, or deletes them. */
@Command(
        name = "cache",
        description = "Show the built programs that are kept, or delete them.",
        mixinStandardHelpOptions = true,
        synopsisHeading = "usage: ",
        optionListHeading = "%n",
        sortOptions = false)
final class CacheCommand implements Callable<Integer> {
    @Option(names = "--clear", description = "Delete them all; they are built again when they are needed.")
    private boolean clear;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        common.configureLogging(true);
        PrintWriter out = spec.commandLine().getOut();
        ProgramCache cache = ProgramCache.ofUser();
        cache.folder().ifPresentOrElse(folder -> show(cache, folder, out), () -> sayWhyNone(out));
        out.flush();
        return 0;
    }

    private void show(ProgramCache cache, Path folder, PrintWriter out) {
        try {
            if (clear) {
                out.printf("%s: %d entries deleted%n", folder, cache.clear());
                return;
            }
            List<ProgramCache.Share> shares = cache.shares();
            out.println(folder + ": " + amount(sum(shares)));
            shares.forEach(share -> out.println("  " + share.device() + ": " + amount(share)));
        } catch (IOException e) {
            throw DataException.of(folder, clear ? "cannot be cleared" : "cannot be read", e);
        }
    }

    private static ProgramCache.Share sum(List<ProgramCache.Share> shares) {
        return new ProgramCache.Share(
                "all",
                shares.stream().mapToLong(ProgramCache.Share::entries).sum(),
                shares.stream().mapToLong(ProgramCache.Share::bytes).sum());
    }

    private static String amount(ProgramCache.Share share) {
        String unit = share.entries() == 1 ? "entry" : "entries";
        return String.format(Locale.ROOT, "%d %s, %.1f MB", share.entries(), unit, share.bytes() / 1e6);
    }

    private static void sayWhyNone(PrintWriter out) {
        out.println(CacheFolder.ofUser()
                .path()
                .map(path -> path + " cannot be written; no programs are kept")
                .orElse("there is no place for programs, so none are kept; " + CacheFolder.VARIABLE + " can name one"));
    }
}
