package org.clgrad.examples.doctor;

import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.routine.Capabilities;

/**
 * All that a bug report should say.
 *
 * @param clgrad versions of clgrad and of the Java that runs it
 * @param system the operating system, its version and the kind of processor
 * @param device what was checked
 * @param limits what of the device was used; {@code none} if all
 * @param seconds how long it took
 * @param results what was found
 */
public record Report(
        String clgrad, String system, DeviceFacts device, String limits, double seconds, List<Finding> results) {
    /**
     * What a device says of itself.
     *
     * @param name its own name
     * @param type what sort of device it is
     * @param platform the OpenCL platform it belongs to
     * @param driver the driver's version
     * @param binding what reaches it
     * @param capabilities what it can do
     */
    public record DeviceFacts(
            String name, String type, String platform, String driver, String binding, Capabilities capabilities) {
        static DeviceFacts of(DeviceInfo info) {
            return new DeviceFacts(
                    info.name(),
                    info.type().word(),
                    info.platform(),
                    info.driver(),
                    info.binding(),
                    info.capabilities());
        }
    }

    /** The report of a checkup in this process. */
    public static Report of(
            String clgrad, DeviceInfo device, CapabilityLimits limits, double seconds, List<Finding> results) {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                + System.getProperty("os.arch");
        return new Report(clgrad, system, DeviceFacts.of(device), limits.toString(), seconds, List.copyOf(results));
    }

    /** As JSON, for a file. */
    public String toJson() {
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(this) + "\n";
    }

    /** Whether everything that the device supports was checked and is right. */
    public boolean isGood() {
        return results.stream()
                .allMatch(finding -> finding.status() == Status.PASSED || finding.status() == Status.UNSUPPORTED);
    }

    /** The variants that went wrong, each with the first thing that did. */
    public Map<String, String> wrong() {
        Map<String, String> wrong = new LinkedHashMap<>();
        for (Finding finding : results) {
            if (finding.status().isWrong()) {
                wrong.putIfAbsent(
                        finding.variant(),
                        finding.operation() + " " + finding.dtype() + " " + finding.status() + ": " + finding.message()
                                + "; " + finding.shapes());
            }
        }
        return wrong;
    }

    /** The variants that passed checks, and went wrong in none. */
    public List<String> right() {
        List<String> right = new ArrayList<>(results.stream()
                .filter(finding -> finding.status() == Status.PASSED)
                .map(Finding::variant)
                .distinct()
                .toList());
        right.removeAll(results.stream()
                .filter(finding -> finding.status() != Status.PASSED && finding.status() != Status.UNSUPPORTED)
                .map(Finding::variant)
                .toList());
        return right;
    }

    /** How many operations with an element type ended in each way, like {@code 212 passed, 1 failed}. */
    public String summary() {
        Map<String, Status> worst = new LinkedHashMap<>();
        for (Finding finding : results) {
            worst.merge(finding.operation() + " " + finding.dtype(), finding.status(), Status::together);
        }
        List<String> counts = new ArrayList<>();
        for (Status status : Status.values()) {
            long count = worst.values().stream().filter(status::equals).count();
            if (count > 0) {
                counts.add(count + " " + status);
            }
        }
        return String.join(", ", counts);
    }
}
