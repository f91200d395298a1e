package org.clgrad.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.clgrad.engine.CacheFolder;
import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.DeviceNotFoundException;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.engine.DeviceType;
import org.clgrad.engine.Devices;
import org.clgrad.engine.quarantine.Quarantine;
import org.clgrad.engine.quarantine.QuarantineFile;
import org.clgrad.examples.doctor.CheckProcess;
import org.clgrad.examples.doctor.Checkup;
import org.clgrad.examples.doctor.Finding;
import org.clgrad.examples.doctor.Report;
import org.clgrad.examples.doctor.Subject;
import org.clgrad.nn.data.DataException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks a device, and puts into its quarantine what goes wrong on it. */
@Command(
        name = "doctor",
        description =
                "Check every operation on a device against plain Java; what goes wrong is not used there any more. "
                        + "Ends with status 1 if anything does.",
        mixinStandardHelpOptions = true,
        synopsisHeading = "usage: ",
        optionListHeading = "%n",
        sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";

    @Mixin
    private final DeviceOptions deviceOptions = new DeviceOptions();

    @Option(
            names = "--operations",
            paramLabel = "NAME,...",
            split = ",",
            description = "Check these only, such as matmul,add.")
    private List<String> operations = new ArrayList<>();

    private Duration limit = Duration.ofSeconds(60);

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write a report for machines to a file, or to standard output if it is '-'.")
    private @Nullable String json;

    @Option(names = "--forget", description = "Check nothing; use again what was found to go wrong on the device.")
    private boolean forget;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--time-limit", paramLabel = "SECONDS", description = "How long one check may take. Default: 60.")
    void setTimeLimit(int seconds) {
        if (seconds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--time-limit: expected a whole number of 1 or more, got " + seconds);
        }
        limit = Duration.ofSeconds(seconds);
    }

    @Override
    public Integer call() throws Exception {
        common.configureLogging(true);
        List<Subject> subjects = subjects();
        Devices devices = Devices.discover();
        OptionalInt status = common.runWithOpenClFound(devices);
        if (status.isPresent()) {
            return status.getAsInt();
        }
        DeviceRequest request = deviceOptions.request();
        DeviceInfo device = device(devices, request);
        QuarantineFile file = QuarantineFile.of(CacheFolder.ofUser(), device);
        if (forget) {
            forget(file, device);
            return 0;
        }
        // Read here too, so that a kernel of the user's that is wrong is said before any process is started.
        Quarantine held = file.read().inForce();
        Report report = check(subjects, request, device);
        // What goes wrong within limits may be right on the whole device.
        if (request.limits().isEmpty()) {
            quarantine(report, file, held);
        }
        return report.isGood() ? 0 : Main.FAILED;
    }

    private List<Subject> subjects() {
        List<Subject> all = Subject.all();
        for (String operation : operations) {
            if (all.stream().noneMatch(subject -> subject.isOf(operation))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--operations: no operation '" + operation + "'; there is: "
                                + String.join(
                                        ", ",
                                        all.stream()
                                                .map(Subject::operation)
                                                .distinct()
                                                .toList()));
            }
        }
        return all.stream()
                .filter(subject -> operations.isEmpty() || operations.stream().anyMatch(subject::isOf))
                .toList();
    }

    private static DeviceInfo device(Devices devices, DeviceRequest request) {
        DeviceInfo device = devices.choose(request);
        if (device.type() == DeviceType.HOST) {
            throw new DeviceNotFoundException("doctor: no OpenCL device to check; the host is what devices are checked"
                    + " against"
                    + (devices.problems().isEmpty() ? "" : " (" + String.join("; ", devices.problems()) + ")"));
        }
        return device;
    }

    private Report check(List<Subject> subjects, DeviceRequest request, DeviceInfo device) throws Exception {
        PrintWriter out = text();
        CapabilityLimits limits = request.limits().orElse(CapabilityLimits.NONE);
        out.println("device: " + device + ", driver " + device.driver()
                + (limits.isNone() ? "" : ", limited to " + limits));
        out.flush();
        long start = System.nanoTime();
        Optional<ProgressLine> progress =
                quiet ? Optional.empty() : Optional.of(Terminal.ofProcess().progressLine());
        List<Finding> findings;
        try (CheckProcess process = new CheckProcess(request.through(device.binding()), limit)) {
            findings = new Checkup(process).check(subjects, new CheckupText(out, progress));
        } finally {
            progress.ifPresent(ProgressLine::clear);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Report report = Report.of(new BuildVersion().getVersion()[0], device, limits, seconds, findings);
        out.printf(Locale.ROOT, "%s, in %.0f s%n", report.summary(), seconds);
        out.flush();
        write(report);
        return report;
    }

    /** Where findings go: standard output, unless the report does. */
    private PrintWriter text() {
        return STANDARD_OUTPUT.equals(json)
                ? spec.commandLine().getErr()
                : spec.commandLine().getOut();
    }

    private void write(Report report) {
        if (STANDARD_OUTPUT.equals(json)) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(report.toJson());
            out.flush();
        } else if (json != null) {
            Path file = Path.of(json);
            try {
                Files.writeString(file, report.toJson());
            } catch (IOException e) {
                throw DataException.of(file, "cannot be written", e);
            }
            text().println("report: " + file);
        }
    }

    /** Holds what is wrong; what is right may be used again, if all there is was checked. */
    private void quarantine(Report report, QuarantineFile file, Quarantine before) {
        PrintWriter out = text();
        Quarantine after = operations.isEmpty() ? before.without(report.right()) : before;
        for (var wrong : report.wrong().entrySet()) {
            after = after.with(Quarantine.Held.of(wrong.getKey(), wrong.getValue()));
            out.println("quarantined: " + wrong.getKey() + " is not used on this device any more");
        }
        file.write(after);
        if (!after.held().isEmpty()) {
            Optional<Path> path = file.path();
            out.println("quarantine:  " + path.orElseThrow() + "; " + Quarantine.TO_LIFT);
        }
        out.flush();
    }

    private void forget(QuarantineFile file, DeviceInfo device) {
        Quarantine before = file.read();
        file.write(Quarantine.none());
        PrintWriter out = text();
        out.println(
                before.held().isEmpty()
                        ? "nothing is in quarantine on " + device
                        : "used again on " + device + ": "
                                + String.join(
                                        ", ",
                                        before.held().stream()
                                                .map(Quarantine.Held::variant)
                                                .toList()));
        out.flush();
    }
}
