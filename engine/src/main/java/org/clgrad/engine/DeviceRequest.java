package org.clgrad.engine;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which device is asked for, and how much of it. The command line's {@code --device}, {@code --binding} and {@code
 * --limit}, the environment variables {@value #DEVICE}, {@value #BINDING} and {@value #LIMIT}, and Java say it in the
 * same words.
 *
 * @param device which; nothing: the best there is
 * @param binding how to reach it, {@code lwjgl} or {@code jocl}; nothing: the first through which such a device is found.
 *     The host needs none and heeds none
 * @param limits what of it may be used; nothing: all
 */
public record DeviceRequest(
        Optional<DeviceSelector> device, Optional<String> binding, Optional<CapabilityLimits> limits) {
    /** The environment variable that says which device. */
    public static final String DEVICE = "CLGRAD_DEVICE";
    /** The environment variable that says through which binding. */
    public static final String BINDING = "CLGRAD_BINDING";
    /** The environment variable that says what of it may be used. */
    public static final String LIMIT = "CLGRAD_LIMIT";

    /** Asks for nothing in particular. */
    public static DeviceRequest any() {
        return new DeviceRequest(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Asks for a device.
     *
     * @param device its number, type, part of its name or of its platform's, as {@link DeviceSelector} reads it
     */
    public static DeviceRequest of(String device) {
        return new DeviceRequest(Optional.of(DeviceSelector.parse(device)), Optional.empty(), Optional.empty());
    }

    /**
     * What the process's environment asks for.
     *
     * @throws IllegalArgumentException if a variable is set to what cannot be read, naming it
     */
    public static DeviceRequest environment() {
        return environment(System.getenv());
    }

    /** What an environment asks for; a variable that is set to nothing asks for nothing. */
    static DeviceRequest environment(Map<String, String> variables) {
        return new DeviceRequest(
                variable(variables, DEVICE, DeviceSelector::parse),
                variable(variables, BINDING, Function.identity()),
                variable(variables, LIMIT, CapabilityLimits::parse));
    }

    /** The environment that asks for the same, for a process that is started. */
    public Map<String, String> toEnvironment() {
        return Map.of(
                DEVICE, device.map(Object::toString).orElse(""),
                BINDING, binding.orElse(""),
                LIMIT, limits.map(Object::toString).orElse(""));
    }

    private static <T> Optional<T> variable(Map<String, String> variables, String name, Function<String, T> reader) {
        String value = variables.getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(value));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /** The same through a binding. */
    public DeviceRequest through(String name) {
        return new DeviceRequest(device, Optional.of(name), limits);
    }

    /** The same within limits, as {@link CapabilityLimits} reads them. */
    public DeviceRequest limitedTo(String text) {
        return new DeviceRequest(device, binding, Optional.of(CapabilityLimits.parse(text)));
    }

    /** What this says, and where it says nothing, what another one says. */
    public DeviceRequest orElse(DeviceRequest other) {
        return new DeviceRequest(device.or(other::device), binding.or(other::binding), limits.or(other::limits));
    }

    /** Whether the plain-Java device is asked for by its type. */
    public boolean isHost() {
        return device.equals(Optional.of(new DeviceSelector.Typed(DeviceType.HOST)));
    }
}
