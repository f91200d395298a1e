package org.clgrad.examples;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.RandomStream;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.clgrad.nn.Module;
import org.clgrad.nn.data.TrainTest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which model to use, with which weights and data, for commands that use one that has been trained. */
final class ModelOptions {
    /** Decides nothing that stays: all weights are read from a file. */
    private static final long SEED = 1;

    @Parameters(index = "0", paramLabel = "MODEL", description = "What to use, as `clgrad train --list` lists it.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String model;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "The model's weights, in safetensors. Default: those of runs/MODEL.")
    private @Nullable Path weights;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final DeviceOptions device = new DeviceOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** The model asked for. */
    Example example() {
        return example(spec, model);
    }

    /** The example of a name that was given to a command, if any was. */
    static Example example(CommandSpec spec, @Nullable String name) {
        List<String> names = Examples.ALL.stream().map(Example::name).toList();
        if (name == null) {
            throw new ParameterException(
                    spec.commandLine(), spec.name() + ": expected a model: " + String.join(", ", names));
        }
        return Examples.named(name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        spec.name() + ": no model '" + name + "'; there is: " + String.join(", ", names)));
    }

    /** What a command does with a model. */
    @FunctionalInterface
    interface Use {
        /** @param images gives the images of the model's data set, as bytes */
        void of(Module model, Supplier<TrainTest> images, PrintWriter out);
    }

    /** Opens the device, loads the model onto it, and ends with the command's status. */
    int use(Use use) {
        common.configureLogging(true);
        Example example = example();
        Path file = weights == null ? ResultFolder.of(example).resolve(ResultFolder.WEIGHTS) : weights;
        DataSupply supply = new DataSupply(data.request(), example, SEED, false, Terminal.ofProcess());
        DeviceRequest request = device.request();
        Devices devices = Devices.discover();
        if (!request.isHost()) {
            OptionalInt status = common.runWithOpenClFound(devices);
            if (status.isPresent()) {
                return status.getAsInt();
            }
        }
        try (Device opened = devices.open(request);
                Scope scope = Scope.open();
                RandomStream random = new RandomStream(opened, SEED)) {
            DefaultDevice.set(scope, opened);
            RandomStream.set(scope, random);
            try (Module module = example.model()) {
                module.load(file);
                PrintWriter out = spec.commandLine().getOut();
                use.of(module, () -> images(supply, out), out);
                out.flush();
            }
        }
        return 0;
    }

    private static TrainTest images(DataSupply supply, PrintWriter out) {
        DataSupply.Choice choice = supply.atHand().orElseGet(supply::toBeHad);
        out.println("data: " + choice.name());
        out.flush();
        return choice.data().get();
    }
}
