package org.clgrad.examples;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.engine.DeviceSelector;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which device to use, for every command that uses one; what is not said, the environment decides. */
final class DeviceOptions {
    private DeviceRequest asked = DeviceRequest.any();

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--device",
            paramLabel = "WHICH",
            description =
                    "Number or part of the name of a device or platform, as `clgrad devices` lists them; or gpu, cpu, "
                            + "accelerator, or host for plain Java. Default: $CLGRAD_DEVICE, else the best found.")
    void setDevice(String text) {
        Optional<DeviceSelector> device = Optional.of(read("--device", DeviceSelector::parse, text));
        asked = new DeviceRequest(device, asked.binding(), asked.limits());
    }

    @Option(
            names = "--binding",
            paramLabel = "lwjgl|jocl",
            description = "How to reach OpenCL. Default: $CLGRAD_BINDING, else lwjgl first.")
    void setBinding(String name) {
        asked = asked.through(name);
    }

    @Option(
            names = "--limit",
            paramLabel = "NAME=VALUE,...",
            description =
                    "Use no more of the device than this: localMemory, workGroup, memory, allocation, computeUnits, "
                            + "fp64=no. Default: $CLGRAD_LIMIT, else all of it.")
    void setLimit(String text) {
        Optional<CapabilityLimits> limits = Optional.of(read("--limit", CapabilityLimits::parse, text));
        asked = new DeviceRequest(asked.device(), asked.binding(), limits);
    }

    /** What the command line asks for. */
    DeviceRequest asked() {
        return asked;
    }

    /** What command line and environment ask for. */
    DeviceRequest request() {
        return checked("", () -> asked.orElse(DeviceRequest.environment()));
    }

    private <T> T read(String option, Function<String, T> reader, String text) {
        return checked(option + ": ", () -> reader.apply(text));
    }

    private <T> T checked(String prefix, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), prefix + e.getMessage(), e);
        }
    }
}
