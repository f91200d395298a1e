package org.clgrad.examples;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.clgrad.nn.data.DataException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Shows what the user's processes of clgrad are doing on their devices, again and again. */
final class WatchOptions {
    /** To the upper left corner, and clear what is below it: ECMA-48, CUP and ED. */
    private static final String CLEAR = "\033[H\033[J";

    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    @Option(
            names = "--watch",
            description =
                    "Instead of devices, show the memory and the load of all processes of clgrad that are training, "
                            + "every second until Ctrl-C.")
    private boolean watch;

    private int times = Integer.MAX_VALUE;

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--times", paramLabel = "N", description = "With --watch: end after showing it so often.")
    void setTimes(int value) {
        if (value < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--times: expected a whole number of 1 or more, got " + value);
        }
        times = value;
    }

    boolean isAskedFor() {
        return watch;
    }

    /** Shows it, as text or as a line of JSON, until it was often enough. */
    void run(boolean json, PrintWriter out) throws InterruptedException {
        RunFolder folder = RunFolder.ofUser();
        boolean terminal = !json && isTerminal();
        for (int i = 0; i < times; i++) {
            if (i > 0) {
                TimeUnit.SECONDS.sleep(1);
            }
            List<RunStatus> running = running(folder);
            if (json) {
                out.println(json(running));
            } else {
                out.print(terminal ? CLEAR : "");
                table(running).forEach(out::println);
            }
            out.flush();
        }
    }

    private static List<RunStatus> running(RunFolder folder) {
        try {
            return folder.read();
        } catch (IOException e) {
            throw DataException.of(folder.path(), "cannot be read", e);
        }
    }

    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException elsewhere) {
            return false;
        }
    }

    private static String json(List<RunStatus> running) {
        JsonArray processes = new JsonArray();
        running.forEach(status -> processes.add(JsonParser.parseString(status.toJson())));
        JsonObject object = new JsonObject();
        object.addProperty("time", Instant.now().toEpochMilli());
        object.add("processes", processes);
        return object.toString();
    }

    private static List<String> table(List<RunStatus> running) {
        String time = LocalTime.now(ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        if (running.isEmpty()) {
            return List.of(time + "  no process of clgrad is training");
        }
        TextTable table = new TextTable(
                "pid", "live", "peak", "cached", "launches/s", "samples/s", "step", "host", "cpus", "work", "device");
        for (RunStatus status : running) {
            table.row(
                    Long.toString(status.pid()),
                    Quantity.bytes(status.liveBytes()),
                    Quantity.bytes(status.peakBytes()),
                    Quantity.bytes(status.cachedBytes()),
                    rounded("%.0f", status.launchesPerSecond()),
                    status.samplesPerSecond() == null ? "-" : rounded("%.0f", status.samplesPerSecond()),
                    status.totalSteps() == 0 ? "-" : status.steps() + "/" + status.totalSteps(),
                    Quantity.bytes(status.residentBytes()),
                    rounded("%.1f", status.processors()),
                    status.work(),
                    status.device() + " (" + status.binding() + ")");
        }
        return table.lines();
    }

    private static String rounded(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
