package org.clgrad.engine.routine.norm;

import java.util.Arrays;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.tensor.Shape;

/** The references of batch normalisation: a channel at a time, its elements image by image. */
final class BatchNormReference {
    private BatchNormReference() {}

    /** What is done with the place of one element of a channel. */
    @FunctionalInterface
    private interface Visit {
        void element(int place);
    }

    private static void each(Shape shape, int channel, Visit visit) {
        int images = (int) shape.size(0);
        int channels = (int) shape.size(1);
        int size = images * channels == 0 ? 0 : (int) (shape.elements() / images / channels);
        for (int n = 0; n < images; n++) {
            for (int i = 0; i < size; i++) {
                visit.element((n * channels + channel) * size + i);
            }
        }
    }

    private static int count(Shape shape) {
        return shape.elements() == 0 ? 0 : (int) (shape.elements() / shape.size(1));
    }

    static void forward(BatchNorm routine, HostExec exec, Args args) {
        Shape shape = args.in(0).shape();
        double[] x = args.in(0).doubles();
        double[] weight = args.in(1).doubles();
        double[] bias = args.in(2).doubles();
        double[] residual = routine.ending().adds() ? args.in(3).doubles() : new double[x.length];
        double[] y = new double[x.length];
        double[] mean = new double[weight.length];
        double[] variance = new double[weight.length];
        exec.each(weight.length, channel -> {
            int c = (int) channel;
            each(shape, c, i -> mean[c] += x[i]);
            mean[c] /= count(shape);
            each(shape, c, i -> variance[c] += (x[i] - mean[c]) * (x[i] - mean[c]));
            variance[c] /= count(shape);
            double deviation = Math.sqrt(variance[c] + routine.epsilon());
            each(shape, c, i -> {
                double z = (x[i] - mean[c]) / deviation * weight[c] + bias[c] + residual[i];
                y[i] = routine.ending().of(z);
            });
        });
        args.out(0).set(y);
        args.out(1).set(mean);
        args.out(2).set(variance);
    }

    static void backward(BatchNormBackward routine, HostExec exec, Args args) {
        Shape shape = args.in(1).shape();
        double[] dz = args.in(0).doubles();
        if (routine.ending().rectifies()) {
            double[] y = args.in(5).doubles();
            Arrays.setAll(dz, i -> y[i] <= 0 ? 0 : dz[i]);
        }
        double[] x = args.in(1).doubles();
        double[] weight = args.in(2).doubles();
        double[] mean = args.in(3).doubles();
        double[] variance = args.in(4).doubles();
        double[] dx = new double[x.length];
        double[] dweight = new double[weight.length];
        double[] dbias = new double[weight.length];
        int n = count(shape);
        exec.each(weight.length, channel -> {
            int c = (int) channel;
            double deviation = Math.sqrt(variance[c] + routine.epsilon());
            each(shape, c, i -> {
                dbias[c] += dz[i];
                dweight[c] += dz[i] * (x[i] - mean[c]) / deviation;
            });
            each(shape, c, i -> {
                double normalised = (x[i] - mean[c]) / deviation;
                dx[i] = weight[c] / deviation * (dz[i] - dbias[c] / n - normalised * dweight[c] / n);
            });
        });
        args.out(0).set(dx);
        args.out(1).set(dweight);
        args.out(2).set(dbias);
        if (routine.ending().adds()) {
            args.out(3).set(dz);
        }
    }
}
