package org.clgrad.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Which device is meant by what a user writes after {@code --device}, in {@code CLGRAD_DEVICE} or in Java. One text has
 * one meaning, the first of these that it can have:
 *
 * <ol>
 *   <li>a whole number: the device that {@code clgrad devices} lists under it;
 *   <li>{@code gpu}, {@code cpu}, {@code accelerator}, {@code host}, in upper or lower case: a device of that type; {@code
 *       host} is the plain-Java one, and {@code cpu} an OpenCL device on the CPU;
 *   <li>anything else: part of a device's name, or failing that of a platform's, in upper or lower case. The plain-Java
 *       device has no name that can be meant so.
 * </ol>
 *
 * Where several devices fit, a whole name goes before part of one, part of a device's name before part of a platform's;
 * then the order of {@link DeviceType} decides, then the order in which {@code clgrad devices} lists them. That there
 * were several is logged; a number tells any two apart.
 */
public sealed interface DeviceSelector {
    /** The device of a number. */
    record Numbered(int number) implements DeviceSelector {
        @Override
        public String toString() {
            return Integer.toString(number);
        }
    }

    /** A device of a type. */
    record Typed(DeviceType type) implements DeviceSelector {
        @Override
        public String toString() {
            return type.word();
        }
    }

    /** A device whose name, or whose platform's, has this part. */
    record Named(String part) implements DeviceSelector {
        /** How far a device is from what is meant: 0 its very name, 1 part of it, 2 part of its platform's. */
        Optional<Integer> distance(DeviceInfo device) {
            String name = device.name().toLowerCase(Locale.ROOT);
            String wanted = part.toLowerCase(Locale.ROOT);
            if (device.type() == DeviceType.HOST) {
                return Optional.empty();
            } else if (name.equals(wanted)) {
                return Optional.of(0);
            } else if (name.contains(wanted)) {
                return Optional.of(1);
            }
            return device.platform().toLowerCase(Locale.ROOT).contains(wanted) ? Optional.of(2) : Optional.empty();
        }

        @Override
        public String toString() {
            return part;
        }
    }

    /**
     * Reads a selector.
     *
     * @throws IllegalArgumentException if there is nothing to read
     */
    static DeviceSelector parse(String text) {
        String word = text.strip();
        if (word.isEmpty()) {
            throw new IllegalArgumentException("expected a device's number, type or name, got nothing");
        }
        if (word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            // A number with more digits than an int has is no device's either.
            return new Numbered(word.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(word));
        }
        return Arrays.stream(DeviceType.values())
                .filter(type -> type.word().equalsIgnoreCase(word))
                .findFirst()
                .<DeviceSelector>map(Typed::new)
                .orElseGet(() -> new Named(word));
    }
}
