package org.clgrad.engine.routine.norm;

import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.tensor.Shape;

/** The references of group normalisation: a row after the other, then, for weight and bias, a channel after the other. */
final class GroupNormReference {
    private GroupNormReference() {}

    private static int sizeOfChannel(Shape x) {
        return x.elements() == 0 ? 0 : (int) (x.elements() / x.size(0) / x.size(1));
    }

    static void forward(GroupNorm routine, HostExec exec, Args args) {
        Shape shape = args.in(0).shape();
        int channels = (int) shape.size(1);
        int size = sizeOfChannel(shape);
        int n = channels / routine.groups() * size;
        double[] x = args.in(0).doubles();
        double[] weight = args.in().size() > 1 ? args.in(1).doubles() : null;
        double[] bias = args.in().size() > 2 ? args.in(2).doubles() : null;
        double[] y = new double[x.length];
        double[] mean = new double[args.out(1).size()];
        double[] variance = new double[mean.length];
        exec.each(mean.length, row -> {
            int r = (int) row;
            int first = r * n;
            for (int i = first; i < first + n && routine.centred(); i++) {
                mean[r] += x[i];
            }
            mean[r] = routine.centred() ? mean[r] / n : 0;
            for (int i = first; i < first + n; i++) {
                variance[r] += (x[i] - mean[r]) * (x[i] - mean[r]);
            }
            variance[r] /= n;
            for (int i = first; i < first + n; i++) {
                int c = i / size % channels;
                double normalised = (x[i] - mean[r]) / Math.sqrt(variance[r] + routine.epsilon());
                y[i] = normalised * (weight == null ? 1 : weight[c]) + (bias == null ? 0 : bias[c]);
            }
        });
        args.out(0).set(y);
        args.out(1).set(mean);
        args.out(2).set(variance);
    }

    static void backward(GroupNormBackward routine, HostExec exec, Args args) {
        Shape shape = args.in(1).shape();
        int channels = (int) shape.size(1);
        int size = sizeOfChannel(shape);
        int n = channels / routine.groups() * size;
        double[] dy = args.in(0).doubles();
        double[] x = args.in(1).doubles();
        double[] mean = args.in(2).doubles();
        double[] variance = args.in(3).doubles();
        double[] weight = args.in().size() > 4 ? args.in(4).doubles() : null;
        double[] normalised = new double[x.length];
        double[] dx = new double[x.length];
        exec.each(n == 0 ? 0 : mean.length, row -> {
            int r = (int) row;
            double deviation = Math.sqrt(variance[r] + routine.epsilon());
            double sum = 0;
            double product = 0;
            for (int i = r * n; i < r * n + n; i++) {
                double g = dy[i] * (weight == null ? 1 : weight[i / size % channels]);
                normalised[i] = (x[i] - mean[r]) / deviation;
                sum += g;
                product += g * normalised[i];
            }
            for (int i = r * n; i < r * n + n; i++) {
                double g = dy[i] * (weight == null ? 1 : weight[i / size % channels]);
                dx[i] = (g - (routine.centred() ? sum / n : 0) - normalised[i] * product / n) / deviation;
            }
        });
        args.out(0).set(dx);
        if (weight != null) {
            double[] dweight = new double[channels];
            double[] dbias = new double[channels];
            exec.each(channels, channel -> {
                int c = (int) channel;
                for (int i = 0; i < x.length; i++) {
                    boolean own = i / size % channels == c;
                    dweight[c] += own ? dy[i] * normalised[i] : 0;
                    dbias[c] += own ? dy[i] : 0;
                }
            });
            args.out(1).set(dweight);
            args.out(2).set(dbias);
        }
    }
}
