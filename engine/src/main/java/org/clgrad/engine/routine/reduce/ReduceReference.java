package org.clgrad.engine.routine.reduce;

import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.tensor.Shape;

/** The reference of {@link Reduce}: each output walks the elements that belong to it, in row-major order. */
final class ReduceReference {
    private ReduceReference() {}

    static void run(Reduce reduce, HostExec exec, Args args) {
        Walk walk = new Walk(reduce, args.in(0).shape());
        HostArray y = args.out(0);
        if (args.in(0).spec().dtype().isFloat()) {
            double[] x = args.in(0).doubles();
            double[] out = new double[y.size()];
            exec.each(out.length, o -> out[(int) o] = walk.reals(x, (int) o));
            y.set(out);
        } else {
            long[] x = args.in(0).longs();
            long[] out = new long[y.size()];
            exec.each(out.length, o -> out[(int) o] = walk.integers(x, (int) o));
            y.set(out);
        }
    }

    /** Which elements belong to an output: for axis after axis, a digit of its number or a loop. */
    private static final class Walk {
        private final Reduce reduce;
        private final Shape shape;
        private final int count;

        Walk(Reduce reduce, Shape shape) {
            this.reduce = reduce;
            this.shape = shape;
            int merged = 1;
            for (int axis : reduce.axes()) {
                merged *= (int) shape.size(axis);
            }
            this.count = merged;
        }

        /** The place of the k-th element that belongs to output o. */
        private int place(int o, int k) {
            int place = 0;
            int stride = 1;
            int output = o;
            int element = k;
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                int size = (int) shape.size(axis);
                if (reduce.axes().contains(axis)) {
                    place += element % size * stride;
                    element /= size;
                } else {
                    place += output % size * stride;
                    output /= size;
                }
                stride *= size;
            }
            return place;
        }

        double reals(double[] x, int o) {
            double total =
                    switch (reduce.op()) {
                        case SUM, MEAN -> 0;
                        case PROD -> 1;
                        case MAX -> Double.NEGATIVE_INFINITY;
                        case MIN -> Double.POSITIVE_INFINITY;
                    };
            for (int k = 0; k < count; k++) {
                double value = x[place(o, k)];
                total = switch (reduce.op()) {
                    case SUM, MEAN -> total + value;
                    case PROD -> total * value;
                    case MAX -> Math.max(total, value);
                    case MIN -> Math.min(total, value);
                };
            }
            return reduce.op() == Reduce.Op.MEAN ? total / count : total;
        }

        long integers(long[] x, int o) {
            long total =
                    switch (reduce.op()) {
                        case SUM, MEAN -> 0;
                        case PROD -> 1;
                        case MAX -> Long.MIN_VALUE;
                        case MIN -> Long.MAX_VALUE;
                    };
            for (int k = 0; k < count; k++) {
                long value = x[place(o, k)];
                total = switch (reduce.op()) {
                    case SUM, MEAN -> total + value;
                    case PROD -> total * value;
                    case MAX -> Math.max(total, value);
                    case MIN -> Math.min(total, value);
                };
            }
            return total;
        }
    }
}
