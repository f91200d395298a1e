package org.clgrad.examples;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.clgrad.engine.tuner.Arena;
import org.clgrad.engine.tuner.Candidate;
import org.clgrad.engine.tuner.Found;
import org.clgrad.engine.tuner.Times;
import org.clgrad.engine.tuner.TuningJob;
import org.clgrad.examples.tune.Tuner;

/** Tells what tuning finds: for each job what ran before, what is fastest, and how they did in turns. */
final class TuneText implements Tuner.Listener {
    private static final String INDENTED = "    %s%n";

    private final PrintWriter out;
    private final Optional<ProgressLine> progress;
    private String where = "";
    private int raced;

    /**
     * @param out where findings go
     * @param progress where it is shown how far it is, if anywhere
     */
    TuneText(PrintWriter out, Optional<ProgressLine> progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public void begins(TuningJob job, int number, int total) {
        where = (number + 1) + "/" + total + " " + job;
        raced = 0;
    }

    @Override
    public void races(Candidate candidate) {
        raced++;
        progress.filter(ProgressLine::isDue)
                .ifPresent(line -> line.show("tuning " + where + ", candidate " + raced + ": " + candidate));
    }

    @Override
    public void found(Found found) {
        progress.ifPresent(ProgressLine::clear);
        out.println(where);
        Candidate before = found.before().orElseThrow();
        Candidate after = found.after().orElseThrow();
        if (before.equals(after)) {
            out.printf(INDENTED, before + ": nothing is faster" + time(found));
        } else {
            Arena.Timed pairs = found.pairs().orElseThrow();
            out.printf(INDENTED, "before " + millis(Times.of(pairs.best())) + "  " + before);
            out.printf(INDENTED, "after  " + millis(Times.of(pairs.rival())) + "  " + after + ", " + ratio(pairs));
        }
        out.printf(
                INDENTED,
                found.tried() + " candidates raced"
                        + (found.isComplete() ? "" : "; the time was over before all were"));
        found.lost().forEach(lost -> out.printf(INDENTED, "lost: " + lost));
        out.flush();
    }

    private static String time(Found found) {
        return found.pairs().map(pairs -> ", " + millis(Times.of(pairs.best()))).orElse("");
    }

    private static String millis(Times times) {
        return String.format(Locale.ROOT, "%.3f ms ±%.1f %%", times.median() / 1e6, 100 * times.spread());
    }

    /** How many times as fast it is, in the middle pair, and from the worst to the best. */
    private static String ratio(Arena.Timed pairs) {
        double[] ratios = pairs.ratios();
        Arrays.sort(ratios);
        long faster = Arrays.stream(ratios).filter(ratio -> ratio > 1).count();
        return String.format(
                Locale.ROOT,
                "%.2f times as fast (%.2f to %.2f; in %d of %d pairs)",
                ratios[ratios.length / 2],
                ratios[0],
                ratios[ratios.length - 1],
                faster,
                ratios.length);
    }

    @Override
    public void failed(TuningJob job, String why) {
        progress.ifPresent(ProgressLine::clear);
        out.println(where);
        out.printf(INDENTED, "not tuned: " + why);
        out.flush();
    }
}
