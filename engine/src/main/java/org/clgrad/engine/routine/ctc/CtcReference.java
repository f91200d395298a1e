package org.clgrad.engine.routine.ctc;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;

/** The references of connectionist temporal classification: for each sample the list of states written out. */
final class CtcReference {
    private static final double NEVER = Double.NEGATIVE_INFINITY;

    private CtcReference() {}

    /** One sample of a batch. */
    private static final class Sequence {
        /** The labels with blanks before, between and behind them; empty if the sample is not valid. */
        private final int[] path;

        private final int steps;
        private final boolean isValid;

        private Sequence(int[] path, int steps, boolean isValid) {
            this.path = path;
            this.steps = steps;
            this.isValid = isValid;
        }

        static Sequence of(CtcSizes sizes, List<HostArray> lengths, int n, int blank) {
            long[] labels = lengths.get(0).longs();
            long steps = lengths.get(1).longs()[n];
            long length = lengths.get(2).longs()[n];
            boolean valid = steps >= 0 && steps <= sizes.steps() && length >= 0 && length <= sizes.labels();
            int[] path = new int[valid ? (int) (2 * length + 1) : 0];
            Arrays.fill(path, blank);
            for (int i = 0; valid && i < length; i++) {
                long label = labels[(int) (n * sizes.labels()) + i];
                if (label < 0 || label >= sizes.classes()) {
                    return new Sequence(new int[0], 0, false);
                }
                path[2 * i + 1] = (int) label;
            }
            return new Sequence(path, valid ? (int) steps : 0, valid);
        }

        /** Whether one may go from a state to the one after the next, past a blank. */
        boolean skipsTo(int state) {
            return state >= 2 && path[state] != path[state - 2];
        }
    }

    private static double logSum(double... terms) {
        double largest = Arrays.stream(terms).max().orElse(NEVER);
        if (largest == NEVER) {
            return NEVER;
        }
        double sum = 0;
        for (double term : terms) {
            sum += Math.exp(term - largest);
        }
        return largest + Math.log(sum);
    }

    static void forward(int blank, HostExec exec, Args args) {
        CtcSizes sizes = CtcSizes.of(args.in(0).shape(), args.in(1).shape());
        double[] y = args.in(0).doubles();
        int states = (int) sizes.states();
        double[] loss = new double[(int) sizes.samples()];
        double[] alpha = new double[args.out(1).size()];
        Arrays.fill(alpha, NEVER);
        exec.each(loss.length, sample -> {
            int n = (int) sample;
            Sequence own = Sequence.of(sizes, args.in().subList(1, 4), n, blank);
            int[] path = own.path;
            double[] before = new double[0];
            for (int t = 0; t < own.steps; t++) {
                double[] now = new double[path.length];
                for (int s = 0; s < path.length; s++) {
                    double ways = t == 0
                            ? (s < 2 ? 0 : NEVER)
                            : logSum(before[s], s > 0 ? before[s - 1] : NEVER, own.skipsTo(s) ? before[s - 2] : NEVER);
                    double emitted = y[(int) ((t * sizes.samples() + n) * sizes.classes()) + path[s]];
                    now[s] = ways == NEVER && t == 0 ? NEVER : ways + emitted;
                }
                System.arraycopy(now, 0, alpha, (int) ((n * sizes.steps() + t) * states), now.length);
                before = now;
            }
            loss[n] = !own.isValid ? Double.NaN : -probability(before, path.length);
        });
        args.out(0).set(loss);
        args.out(1).set(alpha);
    }

    private static double probability(double[] last, int states) {
        if (last.length == 0) {
            return states == 1 ? 0 : NEVER;
        }
        return states == 1 ? last[0] : logSum(last[states - 1], last[states - 2]);
    }

    static void backward(int blank, HostExec exec, Args args) {
        CtcSizes sizes = CtcSizes.of(args.in(1).shape(), args.in(2).shape());
        double[] dloss = args.in(0).doubles();
        double[] y = args.in(1).doubles();
        double[] loss = args.in(5).doubles();
        double[] alpha = args.in(6).doubles();
        double[] dy = new double[y.length];
        exec.each(loss.length, sample -> {
            int n = (int) sample;
            Sequence own = Sequence.of(sizes, args.in().subList(2, 5), n, blank);
            boolean possible = own.isValid && loss[n] < Double.POSITIVE_INFINITY;
            for (int t = 0; t < sizes.steps() && !possible && dloss[n] != 0; t++) {
                int first = (int) ((t * sizes.samples() + n) * sizes.classes());
                Arrays.fill(dy, first, (int) (first + sizes.classes()), Double.NaN);
            }
            int[] path = own.path;
            double[] beta = new double[path.length];
            for (int t = own.steps - 1; possible && t >= 0; t--) {
                double[] now = new double[path.length];
                for (int s = 0; s < path.length; s++) {
                    now[s] = t == own.steps - 1
                            ? (s >= path.length - 2 ? 0 : NEVER)
                            : ending(own, beta, s, y, (int) (((t + 1) * sizes.samples() + n) * sizes.classes()));
                    double a = alpha[(int) ((n * sizes.steps() + t) * sizes.states()) + s];
                    int at = (int) ((t * sizes.samples() + n) * sizes.classes()) + path[s];
                    dy[at] -= dloss[n] * Math.exp(a + now[s] + loss[n]);
                }
                beta = now;
            }
        });
        args.out(0).set(dy);
    }

    private static double ending(Sequence own, double[] beta, int s, double[] y, int first) {
        int[] path = own.path;
        double stay = beta[s] + y[first + path[s]];
        double next = s + 1 < path.length ? beta[s + 1] + y[first + path[s + 1]] : NEVER;
        boolean skips = s + 2 < path.length && own.skipsTo(s + 2);
        return logSum(stay, next, skips ? beta[s + 2] + y[first + path[s + 2]] : NEVER);
    }
}
