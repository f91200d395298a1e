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
    private final double u;
    private final boolean reverse;

    /** @param dtype that in which states are kept between steps, and sums before the cell */
    LstmSequenceErrors(List<HostArray> in, DType dtype, boolean reverse) {
        this.in = in;
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
        double[] gx = in.get(0).doubles();
        double[] w = in.get(1).doubles();
        double[] bx = in.get(2).doubles();
        double[] bh = in.get(3).doubles();
        int batch = (int) in.get(4).shape().size(0);
        int hidden = (int) in.get(4).shape().size(1);
        int steps = (int) in.get(0).shape().size(0);
        double[] h = in.get(4).doubles().clone();
        double[] c = in.get(5).doubles().clone();
        double[] hError = new double[h.length];
        double[] cError = new double[h.length];
        double[] bounds = new double[length];
        for (int taken = 0; taken < steps; taken++) {
            int step = reverse ? steps - 1 - taken : taken;
            double[] hBefore = h.clone();
            double[] hErrorBefore = hError.clone();
            for (int e = 0; e < h.length; e++) {
                int n = e / hidden;
                int j = e % hidden;
                double[] a = new double[4];
                double[] error = new double[4];
                for (int part = 0; part < 4; part++) {
                    int q = part * hidden + j;
                    double magnitude = 0;
                    double carried = 0;
                    double sum = 0;
                    for (int p = 0; p < hidden; p++) {
                        sum += w[q * hidden + p] * hBefore[n * hidden + p];
                        magnitude += Math.abs(w[q * hidden + p] * hBefore[n * hidden + p]);
                        carried += Math.abs(w[q * hidden + p]) * hErrorBefore[n * hidden + p];
                    }
                    double x = gx[(step * batch + n) * 4 * hidden + q];
                    a[part] = x + bx[q] + sum + bh[q];
                    double product = magnitude + carried;
                    error[part] = 4 * u * (Math.abs(x) + product + Math.abs(bx[q]) + Math.abs(bh[q]))
                            + (hidden + 2) * u * product
                            + carried;
                }
                double i = LstmSamples.sigmoidError(error[0], u);
                double f = LstmSamples.sigmoidError(error[1], u);
                double g = LstmSamples.tanhError(error[2], u);
                double o = LstmSamples.sigmoidError(error[3], u);
                double before = Math.abs(c[e]) + cError[e];
                double cell = 2 * (before * f + cError[e] + i + g + 2 * u * (before + 1));
                double result = 2 * (o + LstmSamples.tanhError(cell, u) + u);
                c[e] = LstmReference.sigmoid(a[1]) * c[e] + LstmReference.sigmoid(a[0]) * Math.tanh(a[2]);
                h[e] = LstmReference.sigmoid(a[3]) * Math.tanh(c[e]);
                cError[e] = cell;
                hError[e] = result;
                double[] gates = {i, f, g, o};
                boolean kept = length > 4 * h.length || step == (reverse ? 0 : steps - 1);
                for (int part = 0; output == 2 && kept && part < 4; part++) {
                    int first = length > 4 * h.length ? step * batch : 0;
                    bounds[(first + n) * 4 * hidden + part * hidden + j] = 2 * gates[part];
                }
                if (output < 2) {
                    bounds[((reverse ? step : step + 1) * h.length) + e] = output == 0 ? result : cell;
                }
            }
        }
        return bounds;
    }

    /** Of one step: 80u of the formulas with all terms as magnitudes, and what the errors of dh and dc come to by the same formulas. */
    double[] backward(int output, int length) {
        int batch = (int) in.get(1).shape().size(0);
        int hidden = (int) in.get(1).shape().size(1);
        int steps = (int) in.get(0).shape().size(0);
        double[] dy = in.get(0).doubles();
        double[] w = in.get(5).doubles();
        double[] dh = magnitudes(in.get(1));
        double[] dc = magnitudes(in.get(2));
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

    private static double[] magnitudes(HostArray array) {
        double[] magnitudes = array.doubles().clone();
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = Math.abs(magnitudes[i]);
        }
        return magnitudes;
    }

    /** The formulas of one element with all terms as magnitudes: the four parts of da, and dc. */
    private double[] magnitudes(int step, int e, double gradient, double cellGradient, int hidden) {
        int size = (int) in.get(1).shape().elements();
        double[] gates = in.get(3).doubles();
        double[] c = in.get(4).doubles();
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
