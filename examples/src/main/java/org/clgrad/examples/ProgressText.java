package org.clgrad.examples;

import java.util.Locale;
import org.clgrad.nn.training.Progress;
import org.clgrad.nn.training.TrainingListener;

/**
 * Tells how training goes: on a terminal with a bar that grows, elsewhere with a line every few seconds; and with a line
 * for each epoch in both.
 */
final class ProgressText implements TrainingListener {
    private final ProgressLine line;
    private final int batch;

    /**
     * @param line where to write
     * @param batch samples per step
     */
    ProgressText(ProgressLine line, int batch) {
        this.line = line;
        this.batch = batch;
    }

    @Override
    public void stepped(Progress progress) {
        if (!line.isDue()) {
            return;
        }
        long share = 100 * progress.epochSteps() / progress.totalEpochSteps();
        line.show(String.format(
                Locale.ROOT,
                "%s%s %3d%%  %s  %s left",
                epoch(progress),
                line.bar(share),
                share,
                figures(progress),
                left(progress)));
    }

    @Override
    public void testing(Progress progress, long done, long total) {
        // The beginning is shown at once on a terminal, where the next line takes its place.
        if (line.isDue() || (line.isOnTerminal() && done == 0)) {
            line.show(epoch(progress) + "  " + figures(progress) + "  testing " + 100 * done / total + "%");
        }
    }

    @Override
    public void epochEnded(Progress progress, double testAccuracy) {
        String tested = String.format(Locale.ROOT, "  test accuracy %.2f %%", 100 * testAccuracy);
        line.keep(epoch(progress) + "  " + figures(progress) + tested);
    }

    private static String epoch(Progress progress) {
        return "epoch " + (progress.epoch() + 1) + "/" + progress.epochs();
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
