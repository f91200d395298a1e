package org.clgrad.engine.tuning;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.DeviceProperties;
import org.clgrad.engine.DeviceType;
import org.clgrad.engine.routine.Capabilities;

/**
 * A device as rows name it.
 *
 * @param name its name in each scope; a scope that is not known of it is missing
 */
public record TuningTarget(Map<Scope, String> name) {
    /** Parts of what vendors call themselves, and what they are called here. */
    private static final Map<String, String> VENDORS = Map.ofEntries(
            Map.entry("nvidia", "nvidia"),
            Map.entry("advanced micro devices", "amd"),
            Map.entry("authenticamd", "amd"),
            Map.entry("amd", "amd"),
            Map.entry("intel", "intel"),
            Map.entry("arm", "arm"),
            Map.entry("qualcomm", "qualcomm"),
            Map.entry("apple", "apple"));

    /** What drivers of AMD call an instruction set, ROCm ({@code gfx90a:sramecc+:xnack-}) and Mesa ({@code radeonsi, navi21}). */
    private static final Pattern AMD = Pattern.compile("\\b(gfx[0-9a-f]{3,})\\b|radeonsi, ([a-z0-9]+)");

    private static final Pattern MALI = Pattern.compile("\\b(mali-[a-z]*\\d+)\\b");
    private static final Pattern ADRENO = Pattern.compile("\\badreno(?:\\(tm\\))?\\s+(\\d+)\\b");

    public TuningTarget {
        EnumMap<Scope, String> copy = new EnumMap<>(Scope.class);
        copy.putAll(name);
        name = Collections.unmodifiableMap(copy);
    }

    /** A device that is listed, within limits. */
    public static TuningTarget of(DeviceInfo device, CapabilityLimits limits) {
        return of(device.name(), device.type(), device.properties(), device.capabilities(), limits);
    }

    /**
     * A device.
     *
     * @param device its own name
     * @param whole what it can do without limits
     * @param limits what of it may be used: another device then
     */
    public static TuningTarget of(
            String device, DeviceType type, DeviceProperties properties, Capabilities whole, CapabilityLimits limits) {
        Map<Scope, String> names = new EnumMap<>(Scope.class);
        String limited = limits.isNone() ? "" : ", limited to " + limits;
        names.put(Scope.DEVICE, device + ", " + whole.computeUnits() + " units" + limited);
        architecture(device, type, properties, whole).ifPresent(known -> names.put(Scope.ARCHITECTURE, known));
        vendor(properties.vendor()).ifPresent(known -> names.put(Scope.VENDOR, known + " " + type.word()));
        names.put(Scope.TYPE, type.word());
        names.put(Scope.DEFAULT, "");
        return new TuningTarget(names);
    }

    /** A vendor's name is a word of its own in what the vendor calls itself. */
    private static Optional<String> vendor(String vendor) {
        String words = vendor.toLowerCase(Locale.ROOT);
        return VENDORS.entrySet().stream()
                .filter(entry -> Pattern.compile("(?<![a-z])(genuine)?" + entry.getKey() + "(?![a-z])")
                        .matcher(words)
                        .find())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Optional<String> architecture(
            String device, DeviceType type, DeviceProperties properties, Capabilities whole) {
        if (!properties.architecture().isEmpty()) {
            return Optional.of(properties.architecture());
        }
        if (type == DeviceType.CPU) {
            // What decides about kernels of CPUs is the instruction set and how wide its vectors are.
            return Optional.of(System.getProperty("os.arch", "") + ", vectors of " + whole.preferredVector());
        }
        // Qualcomm tells with the version which GPU it is.
        String words = (device + " " + properties.version()).toLowerCase(Locale.ROOT);
        return first(AMD, words, "").or(() -> first(MALI, words, "")).or(() -> first(ADRENO, words, "adreno-"));
    }

    private static Optional<String> first(Pattern pattern, String words, String prefix) {
        Matcher matcher = pattern.matcher(words);
        if (!matcher.find()) {
            return Optional.empty();
        }
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
                return Optional.of(prefix + matcher.group(group));
            }
        }
        throw new IllegalStateException(pattern + " has no group for what it finds");
    }

    /** Whether a row for a scope and a name in it is for this device. */
    boolean is(Scope scope, String named) {
        return named.equals(name.get(scope));
    }
}
