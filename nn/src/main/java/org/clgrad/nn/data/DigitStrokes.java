package org.clgrad.nn.data;

import java.util.List;

/**
 * How digits are written by hand: for each, several ways, as strokes of the pen.
 *
 * <p>A stroke is a row of points "x y" on a sheet of 100 × 100, y pointing down, that the pen passes through along a
 * Catmull-Rom spline. Where a digit has a corner, one stroke ends and the next begins.
 *
 * <p>Source of the spline: E. Catmull, R. Rom, "A class of local interpolating splines", 1974, in the uniform form with
 * tangents (p[i+1] − p[i−1]) / 2, and the end points repeated.
 */
final class DigitStrokes {
    /** Points that a spline is cut into between two of its own: at MNIST's size a step is then about one pixel. */
    private static final int STEPS = 6;
    /** How far, on the sheet of 100, a hand misses each point of a stroke. */
    private static final double TREMOR = 3.5;

    /** {@code WAYS.get(d)}: the ways to write digit d, each a list of strokes. */
    private static final List<List<double[][]>> WAYS = List.of(
            List.of(
                    way("56 0, 26 12, 8 46, 18 86, 48 100, 78 86, 90 48, 78 12, 50 1"),
                    way("66 2, 36 14, 18 50, 22 88, 45 99, 70 80, 84 40, 78 8, 58 0, 46 8"),
                    way("58 6, 28 10, 8 42, 16 82, 46 98, 80 82, 92 45, 78 12, 44 2, 34 14"),
                    way("40 2, 18 28, 14 68, 36 98, 66 92, 82 56, 74 16, 44 0")),
            List.of(
                    way("52 0, 50 50, 49 100"),
                    way("54 0, 52 50, 48 100"),
                    way("50 0, 52 34, 51 66, 53 100"),
                    way("30 22, 42 14, 54 0", "54 0, 52 50, 51 100"),
                    way("34 20, 52 0", "52 0, 51 50, 51 99", "26 99, 50 99, 76 97")),
            List.of(
                    way("12 22, 32 2, 64 0, 80 22, 66 52, 36 80, 10 98", "10 98, 50 97, 92 95"),
                    way("14 22, 40 0, 74 10, 76 38, 52 72, 24 96, 7 90, 20 76, 52 88, 94 97"),
                    way("10 30, 28 4, 62 2, 75 28, 56 62, 14 96", "14 96, 42 87, 66 96, 96 90"),
                    way("20 14, 50 0, 76 18, 62 50, 38 76, 18 92, 12 82, 30 78, 60 92, 92 84")),
            List.of(
                    way("14 14, 44 0, 77 14, 72 38, 40 48", "40 48, 78 56, 84 82, 50 100, 10 88"),
                    way("14 5, 48 3, 80 4", "80 4, 62 24, 42 42", "42 42, 78 52, 82 84, 48 100, 12 90"),
                    way("12 14, 46 0, 74 18, 58 42, 34 48, 52 48, 80 64, 74 90, 40 100, 10 86"),
                    way("20 8, 56 0, 76 20, 54 44, 34 46", "34 46, 72 50, 84 74, 60 96, 18 100")),
            List.of(
                    way("24 2, 17 28, 14 52", "14 52, 50 51, 88 48", "70 2, 66 50, 62 100"),
                    way("70 0, 40 32, 8 64", "8 64, 50 63, 94 61", "70 0, 68 50, 66 100"),
                    way("20 0, 13 30, 26 52, 58 50, 78 32", "82 2, 74 50, 66 100"),
                    way("26 6, 10 40, 22 56, 54 54, 80 44", "80 4, 74 30, 72 66, 74 100"),
                    way("64 0, 34 30, 12 56", "12 56, 48 58, 86 54", "66 30, 62 64, 58 100")),
            List.of(
                    way("82 4, 54 5, 27 4", "27 4, 24 22, 20 44", "20 44, 52 36, 82 58, 74 88, 42 100, 10 86"),
                    way("86 2, 44 5, 29 18, 24 44", "24 44, 55 42, 76 62, 64 90, 32 100, 8 90"),
                    way("32 8, 28 26, 24 46", "24 46, 58 40, 80 66, 60 94, 14 95", "32 8, 60 4, 90 0"),
                    way("78 0, 42 4, 32 24, 44 42, 68 58, 70 84, 42 100, 12 92")),
            List.of(
                    way("72 2, 38 22, 14 60, 22 92, 52 100, 80 82, 70 58, 42 54, 18 74"),
                    way("54 0, 28 35, 18 72, 36 98, 66 94, 76 72, 54 57, 26 72"),
                    way("82 6, 48 8, 16 46, 14 80, 42 100, 78 88, 82 64, 54 52, 20 70"),
                    way("62 0, 36 26, 22 64, 30 94, 56 98, 74 80, 62 66, 42 74, 34 92")),
            List.of(
                    way("10 6, 48 6, 88 4", "88 4, 60 48, 42 100"),
                    way("12 6, 48 5, 86 3", "86 3, 62 46, 40 100", "34 52, 56 50, 80 48"),
                    way("14 24, 12 6", "12 6, 50 9, 86 2", "86 2, 64 44, 54 100"),
                    way("8 16, 28 4, 58 10, 84 6", "84 6, 74 36, 52 64, 44 100")),
            List.of(
                    way("78 16, 50 0, 22 16, 36 40, 66 58, 82 80, 52 100, 20 82, 34 58, 66 40, 78 14"),
                    way(
                            "50 0, 22 12, 25 36, 50 46, 75 34, 76 12, 48 0",
                            "50 46, 20 62, 18 88, 50 100, 82 88, 80 62, 48 46"),
                    way("86 12, 55 0, 28 14, 40 38, 68 60, 66 90, 38 100, 20 82, 40 58, 72 34, 84 8"),
                    way("64 4, 38 4, 30 24, 54 44, 70 68, 60 96, 34 98, 26 78, 46 52, 68 28, 60 2")),
            List.of(
                    way("78 18, 50 0, 20 18, 22 46, 52 52, 78 24", "80 8, 76 55, 70 100"),
                    way("80 22, 56 0, 22 12, 18 42, 48 52, 80 24, 82 58, 62 90, 22 100"),
                    way("72 12, 40 2, 16 28, 34 50, 66 38, 78 8", "78 8, 70 50, 46 100"),
                    way("70 30, 60 6, 34 6, 24 32, 44 50, 70 28", "70 28, 68 62, 72 100")));

    private DigitStrokes() {}

    /** Writes {@code digit} in one of its ways into {@code trace}, which is cleared first. */
    static void write(int digit, SplitMix64 random, PenTrace trace) {
        List<double[][]> ways = WAYS.get(digit);
        double[][] strokes = ways.get(random.nextInt(ways.size()));
        trace.clear();
        for (double[] stroke : strokes) {
            double[] points = stroke.clone();
            for (int i = 0; i < points.length; i++) {
                points[i] += random.nextDouble(-TREMOR, TREMOR);
            }
            spline(points, trace);
        }
    }

    private static void spline(double[] points, PenTrace trace) {
        int last = points.length / 2 - 1;
        trace.moveTo(points[0], points[1]);
        for (int i = 0; i < last; i++) {
            int before = Math.max(i - 1, 0);
            int after = Math.min(i + 2, last);
            for (int step = 1; step <= STEPS; step++) {
                double t = (double) step / STEPS;
                trace.lineTo(
                        between(points[2 * before], points[2 * i], points[2 * i + 2], points[2 * after], t),
                        between(
                                points[2 * before + 1],
                                points[2 * i + 1],
                                points[2 * i + 3],
                                points[2 * after + 1],
                                t));
            }
        }
    }

    /** The spline at {@code t} of the way from {@code b} to {@code c}. */
    private static double between(double a, double b, double c, double d, double t) {
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }

    private static double[][] way(String... strokes) {
        double[][] parsed = new double[strokes.length][];
        for (int i = 0; i < strokes.length; i++) {
            String[] numbers = strokes[i].split("[ ,]+", -1);
            parsed[i] = new double[numbers.length];
            for (int j = 0; j < numbers.length; j++) {
                parsed[i][j] = Double.parseDouble(numbers[j]);
            }
        }
        return parsed;
    }
}
