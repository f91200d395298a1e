package org.clgrad.examples;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceException;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.engine.DeviceType;
import org.clgrad.engine.Devices;
import org.clgrad.engine.ListedDevice;
import org.clgrad.engine.bench.Roofline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the devices; like grep, it ends with status 1 where it finds none, the host not counted. */
@Command(
        name = "devices",
        description =
                "List the devices there are, or what the processes of clgrad are doing on them. Ends with status 1 if "
                        + "none of them is an OpenCL device.",
        mixinStandardHelpOptions = true,
        synopsisHeading = "usage: ",
        optionListHeading = "%n",
        sortOptions = false)
final class DevicesCommand implements Callable<Integer> {
    @Option(names = "--verbose", description = "All that is known of each device, a line for each property.")
    private boolean verbose;

    @Option(names = "--measure", description = "Measure how fast each device copies memory and multiplies.")
    private boolean measure;

    @Option(names = "--json", description = "For programs: one JSON object; with --watch one a line.")
    private boolean json;

    @Mixin
    private final WatchOptions watch = new WatchOptions();

    @Mixin
    private final DeviceOptions deviceOptions = new DeviceOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        common.configureLogging(true);
        PrintWriter out = spec.commandLine().getOut();
        if (watch.isAskedFor()) {
            watch.run(json, out);
            return 0;
        }
        Devices devices = Devices.discover();
        OptionalInt ask = common.runWithOpenClFound(devices);
        if (ask.isPresent()) {
            return ask.getAsInt();
        }
        DeviceReport report = report(devices);
        if (json) {
            out.println(report.json());
        } else {
            (verbose ? report.details() : report.table()).forEach(out::println);
        }
        out.flush();
        return devices.anyOpenCl() ? 0 : Main.FAILED;
    }

    private DeviceReport report(Devices devices) {
        DeviceRequest asked = deviceOptions.asked();
        List<ListedDevice> shown = devices.listed();
        if (asked.device().isPresent() || asked.binding().isPresent()) {
            // Also where only the binding is asked for, since there may be none such.
            DeviceInfo chosen = devices.choose(asked);
            shown = shown.stream()
                    .filter(device -> asked.device().isPresent()
                            ? device.through().contains(chosen)
                            : device.through(chosen.binding()).isPresent())
                    .toList();
        }
        List<DeviceReport.Row> rows = new ArrayList<>();
        List<String> problems = new ArrayList<>(devices.problems());
        CapabilityLimits limits = asked.limits().orElse(CapabilityLimits.NONE);
        for (ListedDevice device : shown) {
            DeviceInfo info = asked.binding().flatMap(device::through).orElse(device.info());
            rows.add(new DeviceReport.Row(device, limits, measured(info, limits, problems)));
        }
        return new DeviceReport(rows, problems);
    }

    private Optional<Roofline> measured(DeviceInfo info, CapabilityLimits limits, List<String> problems) {
        if (!measure || info.type() == DeviceType.HOST) {
            return Optional.empty();
        }
        try (Device device = info.open(limits)) {
            return Optional.of(Roofline.measure(device));
        } catch (DeviceException | IllegalStateException e) {
            problems.add("a measurement of " + info + ": " + e.getMessage());
            return Optional.empty();
        }
    }
}
