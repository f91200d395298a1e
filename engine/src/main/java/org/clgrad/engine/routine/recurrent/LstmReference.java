package org.clgrad.engine.routine.recurrent;

import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostExec;

/** Both directions of the long short-term memory's step, element by element. */
final class LstmReference {
    private LstmReference() {}

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static void forward(boolean peephole, HostExec exec, Args args) {
        double[] gx = args.in(0).doubles();
        double[] gh = args.in(1).doubles();
        double[] bx = args.in(2).doubles();
        double[] bh = args.in(3).doubles();
        double[] before = args.in(4).doubles();
        int hidden = (int) args.in(4).shape().size(1);
        double[] p = peephole ? args.in(5).doubles() : new double[3 * hidden];
        double[] h = new double[before.length];
        double[] after = new double[before.length];
        double[] gates = new double[gx.length];
        exec.each(before.length, at -> {
            int e = (int) at;
            int j = e % hidden;
            int start = e / hidden * 4 * hidden + j;
            double[] a = new double[4];
            for (int part = 0; part < 4; part++) {
                a[part] = gx[start + part * hidden] + gh[start + part * hidden];
                a[part] += bx[j + part * hidden] + bh[j + part * hidden];
            }
            double seenByInput = peephole ? p[j] * before[e] : 0;
            double seenByForget = peephole ? p[hidden + j] * before[e] : 0;
            double i = sigmoid(a[0] + seenByInput);
            double f = sigmoid(a[1] + seenByForget);
            double g = Math.tanh(a[2]);
            after[e] = f * before[e] + i * g;
            double o = sigmoid(a[3] + (peephole ? p[2 * hidden + j] * after[e] : 0));
            h[e] = o * Math.tanh(after[e]);
            gates[start] = i;
            gates[start + hidden] = f;
            gates[start + 2 * hidden] = g;
            gates[start + 3 * hidden] = o;
        });
        args.out(0).set(h);
        args.out(1).set(after);
        args.out(2).set(gates);
    }

    static void backward(boolean peephole, HostExec exec, Args args) {
        double[] dy = args.in(0).doubles();
        double[] dh = args.in(1).doubles();
        double[] dcAfter = args.in(2).doubles();
        double[] gates = args.in(3).doubles();
        double[] before = args.in(4).doubles();
        double[] after = args.in(5).doubles();
        int hidden = (int) args.in(4).shape().size(1);
        double[] p = peephole ? args.in(6).doubles() : new double[3 * hidden];
        double[] da = new double[gates.length];
        double[] dcBefore = new double[before.length];
        exec.each(before.length, at -> {
            int e = (int) at;
            int j = e % hidden;
            int start = e / hidden * 4 * hidden + j;
            double i = gates[start];
            double f = gates[start + hidden];
            double g = gates[start + 2 * hidden];
            double o = gates[start + 3 * hidden];
            double gradient = dy[e] + dh[e];
            double t = Math.tanh(after[e]);
            double dOutput = gradient * t * o * (1 - o);
            double delta = dcAfter[e] + gradient * o * (1 - t * t) + (peephole ? p[2 * hidden + j] * dOutput : 0);
            double dInput = delta * g * i * (1 - i);
            double dForget = delta * before[e] * f * (1 - f);
            da[start] = dInput;
            da[start + hidden] = dForget;
            da[start + 2 * hidden] = delta * i * (1 - g * g);
            da[start + 3 * hidden] = dOutput;
            dcBefore[e] = delta * f + (peephole ? p[j] * dInput + p[hidden + j] * dForget : 0);
        });
        args.out(0).set(da);
        args.out(1).set(dcBefore);
    }
}
