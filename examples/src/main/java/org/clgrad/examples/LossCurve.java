package org.clgrad.examples;

import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.clgrad.nn.training.TrainingResult;

/**
 * A picture of how the loss fell, as SVG: the loss of each step, the mean of the steps around it, and the test accuracy
 * after each epoch. Written by hand, since text needs neither fonts nor a graphics system on the machine that trains.
 */
final class LossCurve {
    static final String FILE = "loss.svg";

    private static final int WIDTH = 900;
    private static final int HEIGHT = 520;
    private static final int LEFT = 64;
    private static final int RIGHT = WIDTH - 24;
    private static final int TOP = 72;
    private static final int BOTTOM = HEIGHT - 56;
    private static final int TICKS = 8;
    private static final int LABELLED_EPOCHS = 12;

    private static final String RAW = "#b9cde5";
    private static final String MEAN = "#1f4e99";
    private static final String EPOCH = "#c2560c";

    private final List<Double> losses;
    private final double highest;
    private final StringBuilder svg = new StringBuilder();

    private LossCurve(List<Double> losses) {
        this.losses = losses;
        this.highest = losses.stream().filter(Double::isFinite).reduce(0.0, Math::max);
    }

    /** The picture of a training. */
    static String svg(String title, TrainingResult result, int stepsPerEpoch) {
        return new LossCurve(result.losses()).draw(title, result.accuracyPerEpoch(), stepsPerEpoch);
    }

    private String draw(String title, List<Double> accuracies, int stepsPerEpoch) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">",
                WIDTH, HEIGHT);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        text(LEFT, 26, "start", "black", title);
        text(LEFT, 50, "start", MEAN, "loss: of each step, and mean of the " + (2 * reach() + 1) + " around it");
        text(RIGHT, 50, "end", EPOCH, "test accuracy after each epoch");
        axes();
        curve(RAW, 1, losses::get);
        curve(MEAN, 2, this::meanAround);
        epochs(accuracies, stepsPerEpoch);
        add("</svg>");
        return svg.toString();
    }

    private void axes() {
        double lossTick = niceTick(highest);
        String format = "%." + Math.max(0, (int) -Math.floor(Math.log10(lossTick))) + "f";
        for (double loss = 0; loss <= highest; loss += lossTick) {
            line(LEFT, y(loss), RIGHT, y(loss), "#dddddd", "");
            text(LEFT - 8, y(loss) + 4, "end", "black", String.format(Locale.ROOT, format, loss));
        }
        double stepTick = Math.max(1, niceTick(losses.size()));
        for (double step = 0; step <= losses.size(); step += stepTick) {
            text(x(step), BOTTOM + 20, "middle", "black", String.format(Locale.ROOT, "%.0f", step));
        }
        line(LEFT, BOTTOM, RIGHT, BOTTOM, "black", "");
        line(LEFT, TOP, LEFT, BOTTOM, "black", "");
        text((LEFT + RIGHT) / 2.0, HEIGHT - 14, "middle", "black", "step");
        add("<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">loss</text>", (TOP + BOTTOM) / 2);
    }

    /** A line over all steps, with gaps where the loss is not a number. */
    private void curve(String colour, int width, IntToDoubleFunction loss) {
        svg.append("<path fill=\"none\" stroke=\"")
                .append(colour)
                .append("\" stroke-width=\"")
                .append(width);
        svg.append("\" d=\"");
        boolean gap = true;
        for (int i = 0; i < losses.size(); i++) {
            double value = loss.applyAsDouble(i);
            if (Double.isFinite(value)) {
                svg.append(String.format(Locale.ROOT, "%s%.1f %.1f", gap ? "M" : "L", x(i + 1), y(value)));
            }
            gap = !Double.isFinite(value);
        }
        svg.append("\"/>\n");
    }

    private void epochs(List<Double> accuracies, int stepsPerEpoch) {
        int every = 1 + accuracies.size() / (LABELLED_EPOCHS + 1);
        for (int epoch = every; epoch <= accuracies.size(); epoch += every) {
            double x = x(Math.min((double) epoch * stepsPerEpoch, losses.size()));
            line(x, TOP, x, BOTTOM, EPOCH, " stroke-dasharray=\"2 4\"");
            text(x - 4, TOP + 12, "end", EPOCH, String.format(Locale.ROOT, "%.2f %%", 100 * accuracies.get(epoch - 1)));
        }
    }

    /** How many steps on either side the mean is taken over: a hundredth of all. */
    private int reach() {
        return 1 + losses.size() / 100;
    }

    private double meanAround(int step) {
        int from = Math.max(0, step - reach());
        int to = Math.min(losses.size(), step + reach() + 1);
        return losses.subList(from, to).stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    /** The distance of ticks: 1, 2 or 5 times a power of ten, for at most {@value #TICKS} of them. */
    private static double niceTick(double range) {
        double least = range > 0 ? range / TICKS : 1;
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        double multiple = least / power;
        return power * (multiple <= 1 ? 1 : multiple <= 2 ? 2 : multiple <= 5 ? 5 : 10);
    }

    private double x(double step) {
        return LEFT + (RIGHT - LEFT) * step / losses.size();
    }

    private double y(double loss) {
        return highest == 0 ? BOTTOM : BOTTOM - (BOTTOM - TOP) * loss / highest;
    }

    private void line(double x1, double y1, double x2, double y2, String colour, String more) {
        add("<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"%s\"%s/>", x1, y1, x2, y2, colour, more);
    }

    private void text(double x, double y, String anchor, String colour, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>", x, y, anchor, colour, escaped);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
