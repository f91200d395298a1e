package org.clgrad.examples;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.bench.Roofline;
import org.clgrad.examples.bench.BenchCase;
import org.clgrad.examples.bench.Outcome;
import org.clgrad.examples.bench.Peer;
import org.clgrad.examples.bench.Ratio;
import org.clgrad.examples.bench.Work;

/** The table of {@code clgrad bench}, a line as soon as its case is done, since all of them take many minutes. */
final class BenchText {
    private static final String FORM = "%s  %9s  %9s  %-9s  %6s  %11s%n";

    private final PrintWriter out;
    private final boolean hasPeers;
    private final String label;

    /**
     * A table.
     *
     * @param cases those that will be told of, so that columns are wide enough
     * @param peers who is asked; their names are a column if there are several
     */
    BenchText(PrintWriter out, List<BenchCase> cases, List<Peer> peers) {
        this.out = out;
        this.hasPeers = peers.size() > 1;
        int width = widest("case", cases.stream().map(BenchCase::id));
        this.label = hasPeers
                ? "%-" + width + "s  %-" + widest("peer", peers.stream().map(peer -> "clgrad/" + peer.name())) + "s"
                : "%-" + width + "s";
    }

    private static int widest(String heading, Stream<String> words) {
        return Stream.concat(Stream.of(heading), words)
                .mapToInt(String::length)
                .max()
                .orElseThrow();
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
        out.printf(Locale.ROOT, FORM, label("case", "peer"), "median", "best", "", "share", "device, ms");
        out.flush();
    }

    /** A line of the table; share is the part of what the ceilings allow that the median reaches. */
    void tell(Outcome outcome, Optional<Roofline> ceilings) {
        String label = label(outcome.measured().id(), outcome.peer());
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
            out.printf(Locale.ROOT, FORM, label, figure(outcome.median()), figure(outcome.best()), unit, share, device);
        } else {
            String why = outcome.refusal().map(Throwable::getMessage).orElse("");
            out.println(label + (outcome.isFailure() ? "  FAILED: " : "  not run: ") + why);
        }
        out.flush();
    }

    /** How many times faster clgrad is than the others, pair by pair. */
    void tell(List<Ratio> ratios) {
        ratios.forEach(ratio ->
                out.println(label(ratio.caseId(), "clgrad/" + ratio.peer()) + "  times as fast: " + ratio.text()));
        out.flush();
    }

    private String label(String id, String peer) {
        return String.format(Locale.ROOT, label, id, peer);
    }

    /** Three digits or more. */
    private static String figure(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
