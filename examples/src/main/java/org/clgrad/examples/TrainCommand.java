package org.clgrad.examples;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.engine.Devices;
import org.clgrad.nn.data.TrainTest;
import org.clgrad.nn.training.TrainingListener;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains one of the {@link Example}s. */
@Command(
        name = "train",
        description = "Train a model; without an OpenCL device, on the host.",
        mixinStandardHelpOptions = true,
        synopsisHeading = "usage: ",
        customSynopsis = {"clgrad train MODEL [options]", "       clgrad train --list"},
        parameterListHeading = "%n",
        optionListHeading = "%n",
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "What to train, such as mnist-cnn.")
    private @Nullable String model;

    @Option(names = "--list", description = "List the models.")
    private boolean list;

    @Mixin
    private final DataOptions dataOptions = new DataOptions();

    @Mixin
    private final TrainOptions options = new TrainOptions();

    @Mixin
    private final DeviceOptions deviceOptions = new DeviceOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        long start = System.nanoTime();
        if (list) {
            list(spec.commandLine().getOut());
            return 0;
        }
        Example example = ModelOptions.example(spec, model);
        common.configureLogging(options.quiet());
        ResultFolder results = ResultFolder.at(options.out().orElseGet(() -> ResultFolder.of(example)));
        TrainingPlan plan = options.plan(example, results, dataOptions.request());
        Terminal terminal = Terminal.ofProcess();
        DataSupply supply = new DataSupply(plan.data(), example, plan.seed(), options.quiet(), terminal);
        Optional<DataSupply.Choice> atHand = supply.atHand();
        Devices devices = Devices.discover();
        DeviceRequest request = deviceOptions.request();
        if (!request.isHost()) {
            OptionalInt status = common.runWithOpenClFound(devices);
            if (status.isPresent()) {
                return status.getAsInt();
            }
            sayIfHostMustDo(devices, request);
        }
        PrintWriter out = spec.commandLine().getOut();
        // Only now, since the process that finds a device would ask once more.
        DataSupply.Choice data = atHand.orElseGet(supply::toBeHad);
        out.println("data: " + data.name());
        out.flush();
        try (Device device = devices.open(request);
                RunPublisher listener =
                        RunPublisher.start(device, "train " + example.name(), listener(plan.schedule(), terminal))) {
            device.expect("train " + example.name());
            return new Training(example, plan.on(data.again()), results, listener, continuation())
                    .run(device, () -> checked(example.prepared(data.data().get()), plan.schedule()), start, out);
        }
    }

    /** The command that goes on with this one's training. */
    private String continuation() {
        List<String> words = new ArrayList<>(List.of("./clgrad", spec.name(), String.valueOf(model), "--resume"));
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!TrainOptions.REMEMBERED.contains(option.longestName())) {
                words.add(option.longestName());
                option.originalStringValues().stream()
                        .filter(value -> option.arity().max() > 0)
                        .map(TrainCommand::quoted)
                        .forEach(words::add);
            }
        }
        return String.join(" ", words);
    }

    /** A word as a POSIX shell takes it. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private void sayIfHostMustDo(Devices devices, DeviceRequest request) {
        if (request.device().isEmpty() && request.binding().isEmpty() && !devices.anyOpenCl()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("clgrad: no OpenCL device found; training on the host, in plain Java, which is slow");
            err.flush();
        }
    }

    private TrainTest checked(TrainTest data, Schedule schedule) {
        options.check(schedule, data.train().size());
        return data;
    }

    private TrainingListener listener(Schedule schedule, Terminal terminal) {
        return options.quiet()
                ? new TrainingListener() {}
                : new ProgressText(terminal.progressLine(), schedule.batch());
    }

    private static void list(PrintWriter out) {
        for (Example example : Examples.ALL) {
            out.println(example.name() + "  " + example.summary());
        }
        out.flush();
    }
}
