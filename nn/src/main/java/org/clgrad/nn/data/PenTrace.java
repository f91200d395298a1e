package org.clgrad.nn.data;

import java.util.Arrays;

/** The way of a pen over paper: straight steps between points, with gaps where the pen was lifted. */
final class PenTrace {
    private int size;
    private double[] x = new double[128];
    private double[] y = new double[128];
    /** Whether the pen came to this point through the air. */
    private boolean[] lifted = new boolean[128];

    void clear() {
        size = 0;
    }

    void moveTo(double toX, double toY) {
        add(toX, toY, true);
    }

    void lineTo(double toX, double toY) {
        add(toX, toY, false);
    }

    private void add(double toX, double toY, boolean byAir) {
        if (size == x.length) {
            x = Arrays.copyOf(x, 2 * size);
            y = Arrays.copyOf(y, 2 * size);
            lifted = Arrays.copyOf(lifted, 2 * size);
        }
        x[size] = toX;
        y[size] = toY;
        lifted[size] = byAir;
        size++;
    }

    int size() {
        return size;
    }

    double x(int point) {
        return x[point];
    }

    double y(int point) {
        return y[point];
    }

    boolean lifted(int point) {
        return lifted[point];
    }

    /** Moves each point to (xx·x + xy·y, yx·x + yy·y). */
    void transform(double xx, double xy, double yx, double yy) {
        for (int i = 0; i < size; i++) {
            double oldX = x[i];
            double oldY = y[i];
            x[i] = xx * oldX + xy * oldY;
            y[i] = yx * oldX + yy * oldY;
        }
    }

    /** Moves each point by what the field says there. */
    void displace(ElasticField field) {
        for (int i = 0; i < size; i++) {
            double dx = field.dx(x[i], y[i]);
            double dy = field.dy(x[i], y[i]);
            x[i] += dx;
            y[i] += dy;
        }
    }

    /** Scales the trace so that the longer side of its box is {@code side}, and moves the box to begin at (0, 0). */
    void fit(double side) {
        double left = min(x);
        double top = min(y);
        double scale = side / Math.max(max(x) - left, max(y) - top);
        for (int i = 0; i < size; i++) {
            x[i] = (x[i] - left) * scale;
            y[i] = (y[i] - top) * scale;
        }
    }

    /**
     * Moves the trace's centre of mass to (toX, toY), or as near to it as keeps the trace {@code margin} inside the
     * square 0 … {@code side}.
     */
    void centre(double toX, double toY, double side, double margin) {
        double mass = 0;
        double massX = 0;
        double massY = 0;
        for (int i = 1; i < size; i++) {
            if (!lifted[i]) {
                double dx = x[i] - x[i - 1];
                double dy = y[i] - y[i - 1];
                double length = Math.sqrt(dx * dx + dy * dy);
                mass += length;
                massX += length * (x[i] + x[i - 1]) / 2;
                massY += length * (y[i] + y[i - 1]) / 2;
            }
        }
        shift(x, toX - massX / mass, side, margin);
        shift(y, toY - massY / mass, side, margin);
    }

    private void shift(double[] axis, double by, double side, double margin) {
        double inside = Math.max(margin - min(axis), Math.min(side - margin - max(axis), by));
        for (int i = 0; i < size; i++) {
            axis[i] += inside;
        }
    }

    private double min(double[] axis) {
        double min = axis[0];
        for (int i = 1; i < size; i++) {
            min = Math.min(min, axis[i]);
        }
        return min;
    }

    private double max(double[] axis) {
        double max = axis[0];
        for (int i = 1; i < size; i++) {
            max = Math.max(max, axis[i]);
        }
        return max;
    }
}
