package org.clgrad.examples.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clgrad.engine.bench.Roofline;
import org.clgrad.examples.bench.Canvas.Anchor;

/**
 * Where the cases are under a device's ceilings: across the flops for each byte that is read or written, upward the rate of
 * flops, both by powers of ten. A point has the number of its case in the list at the side.
 *
 * <p>Source: Williams, Waterman, Patterson, "Roofline", CACM 52(4), 2009, fig. 1.
 */
public final class RooflinePicture {
    private static final int WIDTH = 1280;
    private static final int LEFT = 76;
    private static final int RIGHT = 960;
    private static final int TOP = 56;
    private static final int LEAST_HEIGHT = 640;
    private static final int LIST_LINE = 16;
    private static final int BELOW = 60;
    private static final int BLACK = 0x000000;
    private static final int GREY = 0xdddddd;
    private static final int ROOF = 0xb03030;
    private static final int[] FAMILIES = {
        0x1f4e99, 0xc2560c, 0x2e7d32, 0x7b1fa2, 0x00838f, 0xad1457, 0x5d4037, 0x455a64
    };

    /**
     * A case and its place.
     *
     * @param intensity flops for each byte
     * @param rate flops each second
     */
    private record Point(String id, double intensity, double rate) {
        String family() {
            return id.substring(0, id.indexOf('/'));
        }
    }

    private final String title;
    private final Roofline ceilings;
    private final List<Point> points = new ArrayList<>();

    /** @param title what stands above it, such as the device's name */
    public RooflinePicture(String title, Roofline ceilings) {
        this.title = title;
        this.ceilings = ceilings;
    }

    /**
     * Adds a case that has figures.
     *
     * @param work of a call; one without flops or bytes has no place
     */
    public void add(Outcome outcome, Work work) {
        if (work.flops() > 0 && work.bytes() > 0) {
            double rate = work.flops() / outcome.medianNanos() * 1e9;
            points.add(new Point(outcome.measured().id(), work.flops() / work.bytes(), rate));
        }
    }

    /** Writes it: as PNG if the file is called so, else as SVG. */
    public void write(Path file) throws IOException {
        int height = Math.max(LEAST_HEIGHT, TOP + LIST_LINE * (points.size() + 1) + BELOW);
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            try (RasterCanvas canvas = new RasterCanvas(WIDTH, height)) {
                draw(canvas, height);
                canvas.write(file);
            }
        } else {
            SvgCanvas canvas = new SvgCanvas(WIDTH, height);
            draw(canvas, height);
            Files.writeString(file, canvas.text());
        }
    }

    // ---- Drawing

    /** The decades that the picture reaches over, and where in it a value lies. */
    private record Axis(int firstDecade, int lastDecade, double from, double to) {
        static Axis over(double least, double most, double from, double to) {
            return new Axis((int) Math.floor(Math.log10(least)), (int) Math.ceil(Math.log10(most)), from, to);
        }

        double place(double value) {
            double share = (Math.log10(value) - firstDecade) / (lastDecade - firstDecade);
            return from + share * (to - from);
        }

        double first() {
            return Math.pow(10, firstDecade);
        }
    }

    private void draw(Canvas canvas, int height) {
        double ridge = ceilings.fmaFlopsPerSecond() / ceilings.copyBytesPerSecond();
        double bottom = height - BELOW;
        double leastX = points.stream().mapToDouble(Point::intensity).min().orElse(ridge);
        double mostX = points.stream().mapToDouble(Point::intensity).max().orElse(ridge);
        double leastY = points.stream().mapToDouble(Point::rate).min().orElse(ceilings.copyBytesPerSecond());
        double mostY = points.stream().mapToDouble(Point::rate).max().orElse(0);
        Axis x = Axis.over(Math.min(leastX, ridge / 10), Math.max(mostX, ridge * 10), LEFT, RIGHT);
        Axis y = Axis.over(
                Math.min(leastY, ceilings.fmaFlopsPerSecond() / 10),
                Math.max(mostY, ceilings.fmaFlopsPerSecond()) * 1.01,
                bottom,
                TOP);
        canvas.text(LEFT, 30, Anchor.START, BLACK, 16, title);
        grid(canvas, x, y);
        roof(canvas, x, y);
        places(canvas, x, y);
        list(canvas);
    }

    private static void grid(Canvas canvas, Axis x, Axis y) {
        for (int decade = x.firstDecade(); decade <= x.lastDecade(); decade++) {
            double at = x.place(Math.pow(10, decade));
            canvas.line(at, y.from(), at, y.to(), GREY, 1, false);
            canvas.text(at, y.from() + 20, Anchor.MIDDLE, BLACK, 13, plain(Math.pow(10, decade)));
        }
        for (int decade = y.firstDecade(); decade <= y.lastDecade(); decade++) {
            double at = y.place(Math.pow(10, decade));
            canvas.line(x.from(), at, x.to(), at, GREY, 1, false);
            canvas.text(x.from() - 8, at + 4, Anchor.END, BLACK, 13, plain(Math.pow(10, decade - 9)));
        }
        canvas.text((x.from() + x.to()) / 2, y.from() + 44, Anchor.MIDDLE, BLACK, 13, "flops for each byte");
        canvas.text(x.from() - 60, y.to() - 10, Anchor.START, BLACK, 13, "GFLOP/s");
    }

    /** A power of ten without exponent. */
    private static String plain(double power) {
        return new BigDecimal(power, new MathContext(1)).toPlainString();
    }

    private void roof(Canvas canvas, Axis x, Axis y) {
        double fma = ceilings.fmaFlopsPerSecond();
        double copy = ceilings.copyBytesPerSecond();
        double ridge = fma / copy;
        double begin = Math.max(x.first(), y.first() / copy);
        canvas.line(x.place(begin), y.place(begin * copy), x.place(ridge), y.place(fma), ROOF, 2, false);
        canvas.line(x.place(ridge), y.place(fma), x.to(), y.place(fma), ROOF, 2, false);
        canvas.text(
                x.to() - 6,
                y.place(fma) - 8,
                Anchor.END,
                ROOF,
                13,
                String.format(Locale.ROOT, "%.0f GFLOP/s of fused multiply-adds", fma / 1e9));
        canvas.text(
                x.place(begin) + 24,
                y.place(begin * copy) + 8,
                Anchor.START,
                ROOF,
                13,
                String.format(Locale.ROOT, "%.1f GB/s copied", copy / 1e9));
    }

    private void places(Canvas canvas, Axis x, Axis y) {
        List<double[]> taken = new ArrayList<>();
        for (Point point : points) {
            double[] place = {x.place(point.intensity()), y.place(point.rate())};
            taken.add(place);
            canvas.dot(place[0], place[1], 3.5, colour(point));
        }
        for (int i = 0; i < points.size(); i++) {
            int colour = colour(points.get(i));
            double[] place = taken.get(i);
            double[] label = {place[0] + 14, place[1]};
            // Down, until nothing else is in the way.
            while (taken.stream()
                    .anyMatch(other -> other[0] > label[0] - 18
                            && other[0] < label[0] + 18
                            && Math.abs(other[1] - label[1]) < 11
                            && other != place)) {
                label[1] += 3;
            }
            taken.add(label);
            canvas.line(place[0], place[1], label[0] - 2, label[1], colour, 0.6, false);
            canvas.text(label[0], label[1] + 4, Anchor.START, colour, 12, Integer.toString(i + 1));
        }
    }

    private void list(Canvas canvas) {
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            double at = TOP + LIST_LINE * (i + 1.0);
            canvas.text(RIGHT + 44, at, Anchor.END, colour(point), 12, Integer.toString(i + 1));
            canvas.text(RIGHT + 52, at, Anchor.START, colour(point), 12, point.id());
        }
    }

    private int colour(Point point) {
        List<String> families = points.stream().map(Point::family).distinct().toList();
        return FAMILIES[families.indexOf(point.family()) % FAMILIES.length];
    }
}
