package org.clgrad.engine.routine.recurrent;

import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostExec;

/** Both directions of the long short-term memory over a whole sequence, sequence by sequence. */
final class LstmSequenceReference {
    private LstmSequenceReference() {}

    static void forward(LstmSequence routine, HostExec exec, Args args) {
        double[] gx = args.in(0).doubles();
        double[] w = args.in(1).doubles();
        double[] bx = args.in(2).doubles();
        double[] bh = args.in(3).doubles();
        double[] h0 = args.in(4).doubles();
        double[] c0 = args.in(5).doubles();
        int steps = (int) args.in(0).shape().size(0);
        int batch = (int) args.in(4).shape().size(0);
        int hidden = (int) args.in(4).shape().size(1);
        double[] h = new double[(steps + 1) * batch * hidden];
        double[] c = new double[h.length];
        double[] gates = new double[Math.toIntExact(args.out(2).shape().elements())];
        exec.each(batch, sequence -> {
            int n = (int) sequence;
            int first = ((routine.reverse() ? steps : 0) * batch + n) * hidden;
            for (int j = 0; j < hidden; j++) {
                h[first + j] = h0[n * hidden + j];
                c[first + j] = c0[n * hidden + j];
            }
            for (int taken = 0; taken < steps; taken++) {
                int step = routine.reverse() ? steps - 1 - taken : taken;
                int before = ((routine.reverse() ? step + 1 : step) * batch + n) * hidden;
                int after = ((routine.reverse() ? step : step + 1) * batch + n) * hidden;
                int product = (step * batch + n) * 4 * hidden;
                int gate = ((routine.keeps() ? step : 0) * batch + n) * 4 * hidden;
                for (int j = 0; j < hidden; j++) {
                    double[] a = new double[4];
                    for (int part = 0; part < 4; part++) {
                        int q = part * hidden + j;
                        double sum = 0;
                        for (int p = 0; p < hidden; p++) {
                            sum += h[before + p] * w[q * hidden + p];
                        }
                        a[part] = gx[product + q] + bx[q] + sum + bh[q];
                    }
                    double i = LstmReference.sigmoid(a[0]);
                    double f = LstmReference.sigmoid(a[1]);
                    double g = Math.tanh(a[2]);
                    double o = LstmReference.sigmoid(a[3]);
                    c[after + j] = f * c[before + j] + i * g;
                    h[after + j] = o * Math.tanh(c[after + j]);
                    gates[gate + j] = i;
                    gates[gate + hidden + j] = f;
                    gates[gate + 2 * hidden + j] = g;
                    gates[gate + 3 * hidden + j] = o;
                }
            }
        });
        args.out(0).set(h);
        args.out(1).set(c);
        args.out(2).set(gates);
    }

    static void backward(boolean reverse, HostExec exec, Args args) {
        double[] dy = args.in(0).doubles();
        double[] dh = args.in(1).doubles().clone();
        double[] dc = args.in(2).doubles().clone();
        double[] gates = args.in(3).doubles();
        double[] c = args.in(4).doubles();
        double[] w = args.in(5).doubles();
        int steps = (int) args.in(0).shape().size(0);
        int batch = (int) args.in(1).shape().size(0);
        int hidden = (int) args.in(1).shape().size(1);
        double[] da = new double[gates.length];
        exec.each(batch, sequence -> {
            int n = (int) sequence;
            for (int taken = steps - 1; taken >= 0; taken--) {
                int step = reverse ? steps - 1 - taken : taken;
                int before = ((reverse ? step + 1 : step) * batch + n) * hidden;
                int after = ((reverse ? step : step + 1) * batch + n) * hidden;
                int start = (step * batch + n) * 4 * hidden;
                for (int j = 0; j < hidden; j++) {
                    double i = gates[start + j];
                    double f = gates[start + hidden + j];
                    double g = gates[start + 2 * hidden + j];
                    double o = gates[start + 3 * hidden + j];
                    double gradient = dy[(step * batch + n) * hidden + j] + dh[n * hidden + j];
                    double t = Math.tanh(c[after + j]);
                    double delta = dc[n * hidden + j] + gradient * o * (1 - t * t);
                    da[start + j] = delta * g * i * (1 - i);
                    da[start + hidden + j] = delta * c[before + j] * f * (1 - f);
                    da[start + 2 * hidden + j] = delta * i * (1 - g * g);
                    da[start + 3 * hidden + j] = gradient * t * o * (1 - o);
                    dc[n * hidden + j] = delta * f;
                }
                for (int j = 0; j < hidden; j++) {
                    double sum = 0;
                    for (int q = 0; q < 4 * hidden; q++) {
                        sum += da[start + q] * w[q * hidden + j];
                    }
                    dh[n * hidden + j] = sum;
                }
            }
        });
        args.out(0).set(da);
        args.out(1).set(dh);
        args.out(2).set(dc);
    }
}
