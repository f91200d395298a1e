package org.clgrad.engine.routine.recurrent;

import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostExec;

/** Both directions of the gated recurrent unit's step, element by element. */
final class GruReference {
    private GruReference() {}

    static void forward(boolean resetAfter, HostExec exec, Args args) {
        double[] gx = args.in(0).doubles();
        double[] rz = args.in(1).doubles();
        double[] product = args.in(2).doubles();
        double[] bx = args.in(3).doubles();
        double[] bh = args.in(4).doubles();
        double[] h = args.in(5).doubles();
        int hidden = (int) args.in(5).shape().size(1);
        double[] result = new double[h.length];
        double[] gates = new double[4 * h.length];
        exec.each(h.length, at -> {
            int e = (int) at;
            int j = e % hidden;
            int row = e / hidden;
            int x = row * 3 * hidden + j;
            int both = row * 2 * hidden + j;
            double r = LstmReference.sigmoid(gx[x] + bx[j] + rz[both] + bh[j]);
            double z = LstmReference.sigmoid(gx[x + hidden] + bx[j + hidden] + rz[both + hidden] + bh[j + hidden]);
            double q = product[e] + bh[j + 2 * hidden];
            double n = Math.tanh(gx[x + 2 * hidden] + bx[j + 2 * hidden] + (resetAfter ? r * q : q));
            result[e] = (1 - z) * n + z * h[e];
            int out = row * 4 * hidden + j;
            gates[out] = r;
            gates[out + hidden] = z;
            gates[out + 2 * hidden] = n;
            gates[out + 3 * hidden] = q;
        });
        args.out(0).set(result);
        args.out(1).set(gates);
    }

    static void backward(boolean resetAfter, HostExec exec, Args args) {
        double[] dy = args.in(0).doubles();
        double[] dh = args.in(1).doubles();
        double[] gates = args.in(2).doubles();
        double[] h = args.in(3).doubles();
        int hidden = (int) args.in(3).shape().size(1);
        double[] inputs = new double[3 * h.length];
        double[] recurrent = new double[3 * h.length];
        double[] direct = new double[h.length];
        exec.each(h.length, at -> {
            int e = (int) at;
            int row = e / hidden;
            int gate = row * 4 * hidden + e % hidden;
            double r = gates[gate];
            double z = gates[gate + hidden];
            double n = gates[gate + 2 * hidden];
            double q = gates[gate + 3 * hidden];
            double gradient = dy[e] + dh[e];
            double dn = gradient * (1 - z) * (1 - n * n);
            double dz = gradient * (h[e] - n) * z * (1 - z);
            double dr = resetAfter ? dn * q * r * (1 - r) : 0;
            int out = row * 3 * hidden + e % hidden;
            inputs[out] = dr;
            inputs[out + hidden] = dz;
            inputs[out + 2 * hidden] = dn;
            recurrent[out] = dr;
            recurrent[out + hidden] = dz;
            recurrent[out + 2 * hidden] = resetAfter ? dn * r : dn;
            direct[e] = gradient * z;
        });
        args.out(0).set(inputs);
        args.out(1).set(recurrent);
        args.out(2).set(direct);
    }
}
