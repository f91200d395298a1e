package org.clgrad.examples;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.bench.Roofline;
import org.clgrad.examples.bench.BenchCase;
import org.clgrad.examples.bench.Outcome;
import org.clgrad.examples.bench.Work;

/** The table of {@code clgrad bench}, a line as soon as its case is done, since all of them take many minutes. */
final class BenchText {
    private final PrintWriter out;
    private final String form;

    /** @param cases those that will be told of, so that columns are wide enough */
    BenchText(PrintWriter out, List<BenchCase> cases) {
        this.out = out;
        int width = cases.stream().mapToInt(told -> told.id().length()).max().orElse(0);
        this.form = "%-" + Math.max(width, "case".length()) + "s  %9s  %9s  %-9s  %6s  %11s%n";
    }

    /** The heading. */
    void begin(DeviceInfo device, Optional<Roofline> ceilings) {
        out.println("device:   " + device + ", driver " + device.driver());
        ceilings.ifPresent(known -> out.printf(
                Locale.ROOT,
                "ceilings: %s GFLOP/s of fused multiply-adds, %s GB/s copied%n",
                Quantity.billions(known.fmaFlopsPerSecond()),
                Quantity.billions(known.copyBytesPerSecond())));
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        if (system.getSystemLoadAverage() >= 0) { // where it can be had
            out.printf(
                    Locale.ROOT,
                    "load:     %.1f on %d processors, this measurement included%n",
                    system.getSystemLoadAverage(),
                    system.getAvailableProcessors());
        }
        out.println();
        out.printf(Locale.ROOT, form, "case", "median", "best", "", "share", "device, ms");
        out.flush();
    }

    /** A line of the table; share is the part of what the ceilings allow that the median reaches. */
    void tell(Outcome outcome, Optional<Roofline> ceilings) {
        String id = outcome.measured().id();
        if (outcome.isTimed()) {
            Work work = outcome.measured().work();
            String share = ceilings.filter(known -> work.isCounted())
                    .map(known -> String.format(
                            Locale.ROOT, "%.0f %%", 100 * work.leastSeconds(known) * 1e9 / outcome.medianNanos()))
                    .orElse("-");
            String device = outcome.deviceNanos().isPresent()
                    ? figure(outcome.deviceNanos().getAsDouble() / 1e6)
                    : "-";
            String unit = outcome.measured().metric().unit();
            out.printf(Locale.ROOT, form, id, figure(outcome.median()), figure(outcome.best()), unit, share, device);
        } else {
            String why = outcome.refusal().map(Throwable::getMessage).orElse("");
            out.println(id + (outcome.isFailure() ? "  FAILED: " : "  not run: ") + why);
        }
        out.flush();
    }

    /** Three digits or more. */
    private static String figure(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
