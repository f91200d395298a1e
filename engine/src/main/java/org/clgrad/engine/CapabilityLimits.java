package org.clgrad.engine;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.clgrad.engine.routine.Capabilities;

/**
 * Narrows a device on purpose, so that a small device can be tried out on a large one, or memory left to others. Written
 * {@code localMemory=16k,workGroup=64,fp64=no}; a size may end in {@code k}, {@code m} or {@code g}, powers of 1024. A
 * limit above what a device has changes nothing. Kernels are chosen and planned for what is left; a compiler still
 * knows the whole device, and {@code computeUnits} takes no core away.
 *
 * <table>
 * <caption>Limits</caption>
 * <tr><td>{@code localMemory}</td><td>bytes of local memory of a work-group</td></tr>
 * <tr><td>{@code workGroup}</td><td>work-items of a work-group, at least 1</td></tr>
 * <tr><td>{@code memory}</td><td>bytes of device memory; beyond it, {@link DeviceMemoryException}</td></tr>
 * <tr><td>{@code allocation}</td><td>bytes of one storage</td></tr>
 * <tr><td>{@code computeUnits}</td><td>compute units that kernels are planned for</td></tr>
 * <tr><td>{@code outerGroups}</td><td>work-groups of a launch along its second and third dimension, at least 1</td></tr>
 * <tr><td>{@code fp64}</td><td>{@code no}: as if there were no double precision</td></tr>
 * </table>
 *
 * The host heeds {@code memory} and {@code allocation}.
 */
public final class CapabilityLimits {
    /** No limits. */
    public static final CapabilityLimits NONE = new CapabilityLimits(new EnumMap<>(Limit.class));

    private enum Limit {
        LOCAL_MEMORY("localMemory", 0),
        WORK_GROUP("workGroup", 1),
        MEMORY("memory", 1),
        ALLOCATION("allocation", 1),
        COMPUTE_UNITS("computeUnits", 1),
        OUTER_GROUPS("outerGroups", 1),
        FP64("fp64", 0);

        private final String word;
        private final long least;

        Limit(String word, long least) {
            this.word = word;
            this.least = least;
        }

        static Limit of(String word) {
            return Arrays.stream(values())
                    .filter(limit -> limit.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no limit '" + word + "'; there is: "
                            + Arrays.stream(values()).map(limit -> limit.word).collect(Collectors.joining(", "))));
        }

        long parse(String value) {
            return this == FP64 ? yesOrNo(value) : size(value);
        }

        private long yesOrNo(String value) {
            if (!List.of("yes", "no").contains(value)) {
                throw new IllegalArgumentException(word + ": expected yes or no, got '" + value + "'");
            }
            return value.equals("yes") ? 1 : 0;
        }

        private long size(String value) {
            Matcher matcher = SIZE.matcher(value.toLowerCase(Locale.ROOT));
            if (matcher.matches()) {
                int shift = 10 * " kmg".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2));
                long size = Long.parseLong(matcher.group(1));
                if (size >= least && size <= Long.MAX_VALUE >> shift) {
                    return size << shift;
                }
            }
            throw new IllegalArgumentException(word + ": expected a whole number of " + least
                    + " or more, such as 64 or 16k, got '" + value + "'");
        }
    }

    /** A number that fits a {@code long}, and a power of 1024. */
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})([kmg]?)");

    private final Map<Limit, Long> limits;

    private CapabilityLimits(Map<Limit, Long> limits) {
        this.limits = limits;
    }

    /**
     * Reads limits.
     *
     * @throws IllegalArgumentException if a limit is unknown, given twice or has no such value
     */
    public static CapabilityLimits parse(String text) {
        Map<Limit, Long> limits = new EnumMap<>(Limit.class);
        for (String part : text.split(",", -1)) {
            String[] nameAndValue = part.strip().split("=", 2);
            if (nameAndValue.length < 2) {
                throw new IllegalArgumentException(
                        "expected limits such as localMemory=16k,workGroup=64, got '" + part + "'");
            }
            Limit limit = Limit.of(nameAndValue[0].strip());
            if (limits.put(limit, limit.parse(nameAndValue[1].strip())) != null) {
                throw new IllegalArgumentException(limit.word + " is limited twice");
            }
        }
        return new CapabilityLimits(limits);
    }

    /** Whether nothing is limited. */
    public boolean isNone() {
        return limits.isEmpty();
    }

    /** The limit of memory, if there is one. */
    public OptionalLong memoryBytes() {
        Long bytes = limits.get(Limit.MEMORY);
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    /** What is left of a device's capabilities. */
    public Capabilities narrow(Capabilities whole) {
        long memoryBytes = least(Limit.MEMORY, whole.globalMemoryBytes());
        return new Capabilities(
                whole.machine(),
                (int) least(Limit.COMPUTE_UNITS, whole.computeUnits()),
                least(Limit.WORK_GROUP, whole.maxWorkGroupSize()),
                least(Limit.LOCAL_MEMORY, whole.localMemoryBytes()),
                Math.min(memoryBytes, least(Limit.ALLOCATION, whole.maxAllocationBytes())),
                memoryBytes,
                whole.fp64() && limits.getOrDefault(Limit.FP64, 1L) == 1,
                whole.denormals(),
                whole.unifiedMemory(),
                whole.preferredVector(),
                least(Limit.OUTER_GROUPS, whole.maxOuterGroups()));
    }

    private long least(Limit limit, long whole) {
        return Math.min(whole, limits.getOrDefault(limit, Long.MAX_VALUE));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CapabilityLimits that && limits.equals(that.limits);
    }

    @Override
    public int hashCode() {
        return limits.hashCode();
    }

    /** As {@link #parse} reads it; {@code none} where nothing is limited. */
    @Override
    public String toString() {
        return isNone()
                ? "none"
                : limits.entrySet().stream()
                        .map(entry -> entry.getKey().word + "="
                                + (entry.getKey() == Limit.FP64
                                        ? entry.getValue() == 1 ? "yes" : "no"
                                        : entry.getValue().toString()))
                        .collect(Collectors.joining(","));
    }
}
