package org.clgrad.examples;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.DeviceNotFoundException;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.engine.DeviceType;
import org.clgrad.engine.Devices;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.tuner.CandidateSpace;
import org.clgrad.engine.tuner.FoundRows;
import org.clgrad.engine.tuning.Scope;
import org.clgrad.engine.tuning.TuningFile;
import org.clgrad.engine.tuning.TuningFileException;
import org.clgrad.engine.tuning.TuningTarget;
import org.clgrad.examples.bench.ShapedCases;
import org.clgrad.examples.tune.Tuner;
import org.clgrad.examples.tune.TuningRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds which kernels are fastest on a device, and keeps it. */
@Command(
        name = "tune",
        description =
                "Find out which variants of kernels are fastest on a device, and with which sizes of tiles and such; they "
                        + "are used from then on. Each is checked against plain Java before it is timed, in a process of "
                        + "its own. docs/tuning.md says more.",
        mixinStandardHelpOptions = true,
        subcommands = TuneMergeCommand.class,
        synopsisHeading = "usage: ",
        optionListHeading = "%n",
        commandListHeading = "%n",
        sortOptions = false,
        usageHelpAutoWidth = true,
        footerHeading = "%nShapes, by family:%n")
final class TuneCommand implements Callable<Integer> {
    private static final Pattern DURATION = Pattern.compile("([1-9]\\d{0,5})(s|m|h)");

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "family",
            description = "Tune these kernels only, such as matmul, conv, pool, reduce, recurrent. Default: all.")
    private @Nullable String family;

    @Option(
            names = "--shapes",
            paramLabel = "SHAPE,...",
            split = ",",
            description = "Tune the family for these shapes, written as below, such as 1024x1024x1024 for matmul. "
                    + "Default: those that `clgrad bench` measures.")
    private List<String> shapes = List.of();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description =
                    "Tune for the shapes that a training step of a model runs: mnist-cnn, lenet5, mlp, char-lstm, "
                            + "transformer, resnet18, resnet50.")
    private @Nullable String model;

    private Duration budget = Duration.ofMinutes(5);

    @Option(
            names = "--tuning",
            paramLabel = "FILE",
            description = "Where to keep what is found. Default: $CLGRAD_TUNING, else a file in the cache folder.")
    private @Nullable Path tuning;

    private Scope scope = Scope.DEVICE;

    private Duration limit = Duration.ofSeconds(60);

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Mixin
    private final DeviceOptions deviceOptions = new DeviceOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    private CommandSpec spec = CommandSpec.create();

    @Spec
    void setSpec(CommandSpec own) {
        spec = own;
        own.usageMessage()
                .footer(ShapedCases.syntax().stream().map(line -> "  " + line).toArray(String[]::new));
    }

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            description = "How long to search, such as 90s, 5m, 1h. Default: 5m.")
    void setBudget(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw refused("--budget: expected a time such as 90s, 5m or 1h, got '" + text + "'");
        }
        long amount = Long.parseLong(parts.group(1));
        budget = switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "For whom to keep it: this device, or its architecture, vendor or type. Default: device.")
    void setScope(String text) {
        scope = Stream.of(Scope.values())
                .filter(known -> known.word().equals(text))
                .findFirst()
                .orElseThrow(() -> refused("--scope: expected one of "
                        + Stream.of(Scope.values()).map(Scope::word).collect(Collectors.joining(", ")) + ", got '"
                        + text + "'"));
    }

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            description = "How long one candidate may take. Default: 60.")
    void setTimeLimit(int seconds) {
        if (seconds < 1) {
            throw refused("--time-limit: expected a whole number of 1 or more, got " + seconds);
        }
        limit = Duration.ofSeconds(seconds);
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    @Override
    public Integer call() {
        common.configureLogging(true);
        if (model != null && !shapes.isEmpty()) {
            throw refused("--model and --shapes: expected one of them");
        }
        TuningRequest request = new TuningRequest(Optional.ofNullable(family), shapes, Optional.ofNullable(model));
        TuningFile file = file();
        Devices devices = Devices.discover();
        OptionalInt status = common.runWithOpenClFound(devices);
        if (status.isPresent()) {
            return status.getAsInt();
        }
        DeviceRequest asked = deviceOptions.request();
        DeviceInfo device = devices.choose(asked);
        if (device.type() == DeviceType.HOST) {
            throw new DeviceNotFoundException("tune: no OpenCL device to tune; plain Java has nothing to choose"
                    + (devices.problems().isEmpty() ? "" : " (" + String.join("; ", devices.problems()) + ")"));
        }
        return tune(request, file, device, asked) > 0 ? 0 : Main.FAILED;
    }

    /** The file to be written; one that holds what is no row is said before anything is measured. */
    private TuningFile file() {
        TuningFile file = Optional.ofNullable(tuning)
                .map(TuningFile::new)
                .or(TuningFile::ofUser)
                .orElseThrow(() -> refused("there is no place to keep what is found; --tuning or " + TuningFile.VARIABLE
                        + " can name one"));
        try {
            file.add(List.of());
        } catch (TuningFileException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
        return file;
    }

    private int tune(TuningRequest request, TuningFile file, DeviceInfo device, DeviceRequest asked) {
        CapabilityLimits limits = asked.limits().orElse(CapabilityLimits.NONE);
        Target target = CandidateSpace.untuned(device, limits);
        FoundRows owner = owner(TuningTarget.of(device, limits), device);
        PrintWriter out = spec.commandLine().getOut();
        out.println("device: " + device + ", driver " + device.driver()
                + (limits.isNone() ? "" : ", limited to " + limits));
        out.printf(Locale.ROOT, "tuning for %s: %s%n", owner.scope().word(), owner.target());
        out.flush();
        Optional<ProgressLine> progress =
                quiet ? Optional.empty() : Optional.of(Terminal.ofProcess().progressLine());
        int tuned;
        try {
            tuned = new Tuner(target, request, owner, file)
                    .tune(asked.through(device.binding()), limit, budget, new TuneText(out, progress));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } finally {
            progress.ifPresent(ProgressLine::clear);
        }
        out.println(tuned + (tuned == 1 ? " shape" : " shapes") + " tuned, kept in " + file.path());
        out.flush();
        return tuned;
    }

    private FoundRows owner(TuningTarget target, DeviceInfo device) {
        String name = target.name().get(scope);
        if (name == null) {
            throw refused("--scope: the " + scope.word() + " of " + device + " is not known");
        }
        return new FoundRows(scope, name, device.driver());
    }
}
