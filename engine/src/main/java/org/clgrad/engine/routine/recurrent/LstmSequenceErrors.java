package org.clgrad.engine.routine.recurrent;

import java.util.List;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.tensor.DType;

/**
 * How far the states of a sequence, or their gradients, may be from the reference's: the bounds of a step's cell, {@link LstmSamples},
 * and of its product, with the errors of what the step before gave taken along. The values themselves are computed beside, as magnitudes.
 */
final class LstmSequenceErrors {
    private final List<HostArray> in;
    private final double[][] values;
    private final double u;
    private final boolean reverse;

    /** @param dtype that in which states are kept between steps, and sums before the cell */
    LstmSequenceErrors(List<HostArray> in, DType dtype, boolean reverse) {
        this.in = in;
        this.values = in.stream().map(HostArray::doubles).toArray(double[][]::new);
        this.u = dtype.unitRoundoff();
        this.reverse = reverse;
    }

    /**
     * Of one step: a sum's error is 4u of its terms and that of h·W, (H + 2)·u·Σ|terms| and what the errors of h come to. Twice the first
     * order, as for the cell, and at each step anew.
     *
     * @param length elements of the output
     */
    double[] forward(int output, int length) {
        int batch = (int) in.get(4).shape().size(0);
        int hidden = (int) in.get(4).shape().size(1);
        int steps = (int) in.get(0).shape().size(0);
        double[] h = values[4].clone();
        double[] c = values[5].clone();
        double[] hError = new double[h.length];
        double[] cError = new double[h.length];
        double[] bounds = new double[length];
        boolean all = length > 4 * h.length;
        for (int taken = 0; taken < steps; taken++) {
            int step = reverse ? steps - 1 - taken : taken;
            double[] hBefore = h.clone();
            double[] hErrorBefore = hError.clone();
            for (int e = 0; e < h.length; e++) {
                Sum[] a = new Sum[4];
                double[] gates = new double[4];
                for (int part = 0; part < 4; part++) {
                    a[part] = sum(
                            step * batch + e / hidden, part * hidden + e % hidden, e / hidden, hBefore, hErrorBefore);
                    gates[part] = part == 2
                            ? LstmSamples.tanhError(a[part].error, u)
                            : LstmSamples.sigmoidError(a[part].error, u);
                }
                double before = Math.abs(c[e]) + cError[e];
                cError[e] = 2 * (before * gates[1] + cError[e] + gates[0] + gates[2] + 2 * u * (before + 1));
                hError[e] = 2 * (gates[3] + LstmSamples.tanhError(cError[e], u) + u);
                c[e] = LstmReference.sigmoid(a[1].value) * c[e]
                        + LstmReference.sigmoid(a[0].value) * Math.tanh(a[2].value);
                h[e] = LstmReference.sigmoid(a[3].value) * Math.tanh(c[e]);
                if (output < 2) {
                    bounds[(reverse ? step : step + 1) * h.length + e] = output == 0 ? hError[e] : cError[e];
                } else if (all || taken == steps - 1) {
                    int row = (all ? step * batch : 0) + e / hidden;
                    for (int part = 0; part < 4; part++) {
                        bounds[row * 4 * hidden + part * hidden + e % hidden] = 2 * gates[part];
                    }
                }
            }
        }
        return bounds;
    }

    /** The sum of a gate, and how far it may be off. */
    private record Sum(double value, double error) {}

    /**
     * The sum of a gate.
     *
     * @param row of the input products
     * @param q which of the 4·H
     * @param n which sequence
     */
    private Sum sum(int row, int q, int n, double[] h, double[] hError) {
        double[] w = values[1];
        int hidden = (int) in.get(4).shape().size(1);
        double x = values[0][row * 4 * hidden + q];
        double bx = values[2][q];
        double bh = values[3][q];
        double sum = 0;
        double magnitude = 0;
        double carried = 0;
        for (int p = 0; p < hidden; p++) {
            double weight = w[q * hidden + p];
            sum += weight * h[n * hidden + p];
            magnitude += Math.abs(weight) * (Math.abs(h[n * hidden + p]) + hError[n * hidden + p]);
            carried += Math.abs(weight) * hError[n * hidden + p];
        }
        double error = 4 * u * (Math.abs(x) + magnitude + Math.abs(bx) + Math.abs(bh)) + (hidden + 2) * u * magnitude;
        return new Sum(x + bx + sum + bh, error + carried);
    }

    /** Of one step: 80u of the formulas with all terms as magnitudes, and what the errors of dh and dc come to by the same formulas. */
    double[] backward(int output, int length) {
        int hidden = (int) in.get(1).shape().size(1);
        int steps = (int) in.get(0).shape().size(0);
        double[] dy = values[0];
        double[] w = values[5];
        double[] dh = magnitudes(values[1]);
        double[] dc = magnitudes(values[2]);
        double[] dhError = new double[dh.length];
        double[] dcError = new double[dh.length];
        double[] bounds = new double[length];
        for (int taken = steps - 1; taken >= 0; taken--) {
            int step = reverse ? steps - 1 - taken : taken;
            double[] da = new double[4 * dh.length];
            double[] daError = new double[da.length];
            for (int e = 0; e < dh.length; e++) {
                double direct = Math.abs(dy[step * dh.length + e]);
                double[] own = magnitudes(step, e, direct + dh[e], dc[e], hidden);
                double[] carried = magnitudes(step, e, dhError[e], dcError[e], hidden);
                for (int part = 0; part < 4; part++) {
                    int at = e / hidden * 4 * hidden + part * hidden + e % hidden;
                    da[at] = own[part];
                    daError[at] = carried[part] + 80 * u * own[part];
                }
                dc[e] = own[4];
                dcError[e] = carried[4] + 80 * u * own[4];
            }
            for (int e = 0; e < dh.length; e++) {
                double sum = 0;
                double carried = 0;
                for (int q = 0; q < 4 * hidden; q++) {
                    double weight = Math.abs(w[q * hidden + e % hidden]);
                    sum += weight * da[e / hidden * 4 * hidden + q];
                    carried += weight * daError[e / hidden * 4 * hidden + q];
                }
                dh[e] = sum + carried;
                dhError[e] = 2 * carried + 2 * (4 * hidden + 2) * u * dh[e];
            }
            if (output == 0) {
                System.arraycopy(daError, 0, bounds, step * da.length, da.length);
            }
        }
        return output == 0 ? bounds : output == 1 ? dhError : dcError;
    }

    private static double[] magnitudes(double[] array) {
        double[] magnitudes = array.clone();
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = Math.abs(magnitudes[i]);
        }
        return magnitudes;
    }

    /** The formulas of one element with all terms as magnitudes: the four parts of da, and dc. */
    private double[] magnitudes(int step, int e, double gradient, double cellGradient, int hidden) {
        int size = (int) in.get(1).shape().elements();
        double[] gates = values[3];
        double[] c = values[4];
        int start = step * 4 * size + e / hidden * 4 * hidden + e % hidden;
        double i = Math.abs(gates[start]);
        double f = Math.abs(gates[start + hidden]);
        double g = Math.abs(gates[start + 2 * hidden]);
        double o = Math.abs(gates[start + 3 * hidden]);
        double before = Math.abs(c[(reverse ? step + 1 : step) * size + e]);
        double t = Math.abs(Math.tanh(c[(reverse ? step : step + 1) * size + e]));
        double delta = cellGradient + gradient * o * (1 + t * t);
        return new double[] {
            delta * g * i * (1 + i),
            delta * before * f * (1 + f),
            delta * i * (1 + g * g),
            gradient * t * o * (1 + o),
            delta * f
        };
    }
}
