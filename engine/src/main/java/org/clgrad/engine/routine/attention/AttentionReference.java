package org.clgrad.engine.routine.attention;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.Args;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.HostExec;
import org.clgrad.engine.routine.random.Philox;
import org.clgrad.engine.tensor.DType;

/** The references of attention: a row of probabilities after the other, all of it at once. */
final class AttentionReference {
    private final AttentionSizes sizes;
    private final boolean causal;
    private final double scale;
    private final double dropout;
    final double[] q;
    final double[] k;
    final double[] v;
    private final double[] mask;
    private final boolean added;
    private final long[] state;

    /** The operands from the index of q on. */
    AttentionReference(List<HostArray> in, int first, boolean causal, double scale, double dropout) {
        this.sizes = AttentionSizes.of(
                in.get(first).shape(),
                in.get(first + 1).shape(),
                in.get(first + 2).shape());
        this.causal = causal;
        this.scale = scale;
        this.dropout = dropout;
        this.q = in.get(first).doubles();
        this.k = in.get(first + 1).doubles();
        this.v = in.get(first + 2).doubles();
        boolean masked = in.size() > first + 3 + (dropout > 0 ? 1 : 0);
        this.mask = masked ? in.get(first + 3).doubles() : new double[0];
        this.added = masked && in.get(first + 3).spec().dtype() != DType.BOOL;
        this.state = dropout > 0 ? in.get(in.size() - 1).longs() : new long[0];
    }

    int headCount() {
        return (int) (sizes.images() * sizes.heads());
    }

    int queries() {
        return (int) sizes.queries();
    }

    int keys() {
        return (int) sizes.keys();
    }

    int size() {
        return (int) sizes.size();
    }

    int sizeV() {
        return (int) sizes.sizeV();
    }

    /** The key head, over all images, that a head takes. */
    int shared(int head) {
        int image = head / (int) sizes.heads();
        return (int) (image * sizes.keyHeads() + head % sizes.heads() * sizes.keyHeads() / sizes.heads());
    }

    /** Σ x[i]·y[i] of two rows. */
    static double product(double[] x, int row, double[] y, int other, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[row * n + i] * y[other * n + i];
        }
        return sum;
    }

    /** The scores of a query; −∞ for keys that take no part. */
    double[] scores(int head, int query) {
        double[] scores = new double[keys()];
        int row = head * queries() + query;
        for (int key = 0; key < scores.length; key++) {
            double score = scale * product(q, row, k, shared(head) * keys() + key, size());
            boolean takesPart = !causal || key <= query;
            if (mask.length > 0) {
                double m = mask[row * keys() + key];
                takesPart &= added ? m != Double.NEGATIVE_INFINITY : m != 0;
                score += added ? m : 0;
            }
            scores[key] = takesPart ? score : Double.NEGATIVE_INFINITY;
        }
        return scores;
    }

    /** What is done to the probability of a key: 0 or a weight. */
    double kept(int head, int query, int key) {
        if (dropout == 0) {
            return 1;
        }
        long row = (long) head * queries() + query;
        long block = row * ((keys() + 3) / 4) + key / 4;
        double fraction = Philox.fractions(DType.F32, state[0], state[1] + block)[key % 4];
        return fraction < dropout ? 0 : Dropping.weight(dropout);
    }

    static double logSumExp(double[] scores) {
        double largest = Arrays.stream(scores).max().orElse(Double.NEGATIVE_INFINITY);
        if (largest == Double.NEGATIVE_INFINITY) {
            return largest;
        }
        double sum = 0;
        for (double score : scores) {
            sum += Math.exp(score - largest);
        }
        return largest + Math.log(sum);
    }

    /** A probability; 0 where no key takes part. */
    static double probability(double score, double lse) {
        return score == Double.NEGATIVE_INFINITY ? 0 : Math.exp(score - lse);
    }

    static void forward(Attention routine, HostExec exec, Args args) {
        AttentionReference at =
                new AttentionReference(args.in(), 0, routine.causal(), routine.scale(), routine.dropout());
        double[] y = new double[args.out(0).size()];
        double[] lse = new double[args.out(1).size()];
        exec.each(lse.length, r -> {
            int row = (int) r;
            int head = row / at.queries();
            double[] scores = at.scores(head, row % at.queries());
            lse[row] = logSumExp(scores);
            if (Double.isNaN(lse[row])) {
                Arrays.fill(y, row * at.sizeV(), (row + 1) * at.sizeV(), Double.NaN);
                return;
            }
            for (int key = 0; key < scores.length; key++) {
                double weight = probability(scores[key], lse[row]) * at.kept(head, row % at.queries(), key);
                for (int c = 0; c < at.sizeV() && weight != 0; c++) {
                    y[row * at.sizeV() + c] += weight * at.v[(at.shared(head) * at.keys() + key) * at.sizeV() + c];
                }
            }
        });
        args.out(0).set(y);
        args.out(1).set(lse);
    }

    static void backward(AttentionBackward routine, HostExec exec, Args args) {
        AttentionReference at = new AttentionReference(
                args.in(), AttentionBackward.Q, routine.causal(), routine.scale(), routine.dropout());
        double[] dy = args.in(0).doubles();
        double[] y = args.in(1).doubles();
        double[] lse = args.in(2).doubles();
        double[] dq = new double[at.q.length];
        double[] dk = new double[at.k.length];
        double[] dv = new double[at.v.length];
        int size = at.size();
        int sizeV = at.sizeV();
        // Heads that share keys add up, so this is not parallel.
        for (int head = 0; head < at.headCount(); head++) {
            for (int query = 0; query < at.queries(); query++) {
                int row = head * at.queries() + query;
                double delta = product(dy, row, y, row, sizeV);
                double[] scores = at.scores(head, query);
                for (int key = 0; key < scores.length; key++) {
                    int line = at.shared(head) * at.keys() + key;
                    double p = probability(scores[key], lse[row]);
                    if (p == 0) {
                        continue;
                    }
                    double kept = at.kept(head, query, key);
                    double dp = kept == 0 ? 0 : kept * product(dy, row, at.v, line, sizeV);
                    double ds = p * (dp - delta);
                    for (int e = 0; e < size && ds != 0; e++) {
                        dq[row * size + e] += routine.scale() * ds * at.k[line * size + e];
                        dk[line * size + e] += routine.scale() * ds * at.q[row * size + e];
                    }
                    for (int c = 0; c < sizeV && kept != 0; c++) {
                        dv[line * sizeV + c] += kept * p * dy[row * sizeV + c];
                    }
                }
            }
        }
        args.out(0).set(dq);
        args.out(1).set(dk);
        args.out(2).set(dv);
    }
}
