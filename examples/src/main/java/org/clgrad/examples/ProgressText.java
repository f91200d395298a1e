package org.clgrad.examples;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.clgrad.nn.Progress;
import org.clgrad.nn.TrainingListener;

/**
 * Tells how training goes: on a terminal with a bar that grows, elsewhere with a line every few seconds; and with a line
 * for each epoch in both.
 */
final class ProgressText implements TrainingListener {
    private static final int BAR_WIDTH = 16;
    /** Back to the start of the line, and clear it: ECMA-48, EL. */
    private static final String FROM_LINE_START = "\r\033[K";

    private final PrintStream err;
    private final boolean terminal;
    private final int batch;
    private final long nanosBetween;
    private long last = System.nanoTime();

    /**
     * @param err where to write
     * @param terminal whether that is a terminal
     * @param batch samples per step
     */
    ProgressText(PrintStream err, boolean terminal, int batch) {
        this.err = err;
        this.terminal = terminal;
        this.batch = batch;
        this.nanosBetween = (terminal ? Duration.ofMillis(100) : Duration.ofSeconds(5)).toNanos();
    }

    @Override
    public void stepped(Progress progress) {
        if (System.nanoTime() - last < nanosBetween) {
            return;
        }
        last = System.nanoTime();
        long share = 100 * progress.epochSteps() / progress.totalEpochSteps();
        String line = String.format(
                Locale.ROOT,
                "%s%s %3d%%  %s  %s left",
                epoch(progress),
                terminal ? " " + bar(share) : "",
                share,
                figures(progress),
                left(progress));
        show(line, !terminal);
    }

    @Override
    public void testing(Progress progress, long done, long total) {
        // The beginning is shown at once on a terminal, where the next line takes its place.
        boolean due = System.nanoTime() - last >= nanosBetween;
        if (due || (terminal && done == 0)) {
            last = System.nanoTime();
            show(epoch(progress) + "  " + figures(progress) + "  testing " + 100 * done / total + "%", !terminal);
        }
    }

    @Override
    public void epochEnded(Progress progress, double testAccuracy) {
        String tested = String.format(Locale.ROOT, "  test accuracy %.2f %%", 100 * testAccuracy);
        show(epoch(progress) + "  " + figures(progress) + tested, true);
    }

    private void show(String line, boolean done) {
        err.print((terminal ? FROM_LINE_START : "") + line + (done ? System.lineSeparator() : ""));
        err.flush();
    }

    private static String epoch(Progress progress) {
        return "epoch " + (progress.epoch() + 1) + "/" + progress.epochs();
    }

    private static String bar(long percent) {
        int full = (int) (BAR_WIDTH * percent / 100);
        return "[" + "#".repeat(full) + "-".repeat(BAR_WIDTH - full) + "]";
    }

    /** Loss and accuracy are left out until they have been read for the first time. */
    private static String figures(Progress progress) {
        double loss = progress.loss();
        String learnt = Double.isNaN(loss)
                ? ""
                : String.format(Locale.ROOT, "loss %.4f  acc %.1f%%  ", loss, 100 * progress.accuracy());
        return learnt + String.format(Locale.ROOT, "%.0f/s", progress.samplesPerSecond());
    }

    private String left(Progress progress) {
        double samples = (double) (progress.totalSteps() - progress.steps()) * batch;
        long seconds = Math.round(samples / progress.samplesPerSecond());
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
