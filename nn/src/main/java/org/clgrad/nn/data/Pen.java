package org.clgrad.nn.data;

import java.util.Arrays;

/**
 * Draws traces as grey images, anti-aliased by distance: a pixel's ink is how far the pen's disc covers it, taken as
 * r + ½ − d clamped to 0 … 1, where d is the distance of the pixel's centre from the trace and r the pen's radius.
 */
final class Pen {
    private final int side;
    private final double[] ink;

    /** A pen for square images of {@code side} pixels. */
    Pen(int side) {
        this.side = side;
        this.ink = new double[side * side];
    }

    /**
     * Draws a trace in coordinates of pixels.
     *
     * @param trace what to draw
     * @param firstRadius the pen's radius where the trace begins, in pixels
     * @param lastRadius its radius where the trace ends
     * @return the ink of every pixel, 0 … 1, row by row; overwritten by the next call
     */
    double[] draw(PenTrace trace, double firstRadius, double lastRadius) {
        Arrays.fill(ink, 0);
        double perPoint = (lastRadius - firstRadius) / trace.size();
        for (int i = 1; i < trace.size(); i++) {
            if (!trace.lifted(i)) {
                line(trace.x(i - 1), trace.y(i - 1), trace.x(i), trace.y(i), firstRadius + i * perPoint);
            }
        }
        return ink;
    }

    private void line(double ax, double ay, double bx, double by, double radius) {
        double reach = radius + 0.5;
        int left = pixel(Math.min(ax, bx) - reach);
        int right = pixel(Math.max(ax, bx) + reach);
        int top = pixel(Math.min(ay, by) - reach);
        int bottom = pixel(Math.max(ay, by) + reach);
        double dx = bx - ax;
        double dy = by - ay;
        double squaredLength = dx * dx + dy * dy;
        for (int row = top; row <= bottom; row++) {
            double py = row + 0.5 - ay;
            for (int column = left; column <= right; column++) {
                double px = column + 0.5 - ax;
                // The nearest point of the line, as a fraction of its length; a line of no length is its beginning.
                double t = squaredLength == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / squaredLength));
                double offX = px - t * dx;
                double offY = py - t * dy;
                double squaredDistance = offX * offX + offY * offY;
                if (squaredDistance < reach * reach) {
                    double covered = Math.min(1, reach - Math.sqrt(squaredDistance));
                    ink[row * side + column] = Math.max(ink[row * side + column], covered);
                }
            }
        }
    }

    private int pixel(double coordinate) {
        return Math.max(0, Math.min(side - 1, (int) Math.floor(coordinate)));
    }
}
