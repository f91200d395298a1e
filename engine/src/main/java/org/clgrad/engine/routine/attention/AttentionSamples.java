package org.clgrad.engine.routine.attention;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Tolerance;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/** What attention is tried on, and the bounds of its errors. */
final class AttentionSamples {
    /** Beside tiles, vectors and blocks; keys for several heads; more queries than keys; nothing of each sort. */
    private static final Object[] SIZES = {
        new AttentionSizes(1, 1, 1, 1, 1, 3, 4),
        new AttentionSizes(2, 4, 2, 5, 7, 3, 4),
        new AttentionSizes(1, 4, 2, 9, 17, 5, 33),
        new AttentionSizes(1, 6, 3, 3, 33, 17, 16),
        new AttentionSizes(2, 1, 1, 33, 65, 5, 33),
        new AttentionSizes(1, 4, 2, 70, 9, 3, 4),
        new AttentionSizes(1, 2, 2, 8, 64, 17, 16),
        new AttentionSizes(1, 1, 1, 17, 131, 3, 4),
        new AttentionSizes(1, 6, 2, 16, 16, 33, 40),
        // More matrices than a variant has work-items on two or three units.
        new AttentionSizes(2, 8, 4, 17, 18, 3, 18),
        new AttentionSizes(3, 4, 4, 20, 9, 5, 4),
        // More keys than any variant takes at once.
        new AttentionSizes(1, 2, 1, 150, 141, 3, 5),
        new AttentionSizes(1, 2, 1, 0, 5, 3, 4),
        new AttentionSizes(1, 2, 1, 5, 0, 3, 4),
        new AttentionSizes(0, 1, 1, 3, 4, 3, 4),
        new AttentionSizes(1, 1, 1, 4, 5, 0, 3),
        new AttentionSizes(1, 1, 1, 4, 5, 3, 0)
    };

    /** The fewest keys that a variant takes at once: so often at most a maximum rises. */
    private static final int LEAST_BLOCK = 16;

    private AttentionSamples() {}

    private enum Mask {
        NONE,
        TRUTH_VALUES,
        NUMBERS
    }

    /** Which operand has NaN and infinities, if one has: of two most results would be NaN. */
    private enum Where {
        QUERY,
        KEY,
        VALUE,
        /** That of the gradient; the value's where there is none. */
        GRADIENT
    }

    /** NaN and infinities among the values of an operand, where the choice says so. */
    private static Domain mixed(SampleSpace.Choice choice, Domain usual, Where... where) {
        return choice.flag("nonFinite") && List.of(where).contains(choice.value("where", Where.class))
                ? new Domain.NonFinite(usual)
                : usual;
    }

    private static SampleSpace.Builder space(String operation) {
        return SampleSpace.of(operation)
                .values("dtype", DType.floats().toArray())
                .values("sizes", SIZES)
                .flag("causal")
                .flag("nonFinite")
                .values("where", (Object[]) Where.values())
                .values("mask", (Object[]) Mask.values())
                .values("dropout", 0.0, 0.3, 1.0)
                .values("state", new Domain.Integers(0, 100), new Domain.Integers(-3, 0));
    }

    /** q, k, v and what else a choice has; their values go to {@code domains}. */
    private static List<TensorSpec> inputs(SampleSpace.Choice choice, Domain values, List<Domain> domains) {
        boolean isForward = domains.isEmpty();
        DType dtype = choice.value("dtype", DType.class);
        AttentionSizes s = choice.value("sizes", AttentionSizes.class);
        List<TensorSpec> in = new ArrayList<>(List.of(
                TensorSpec.of(dtype, s.images(), s.heads(), s.queries(), s.size()),
                TensorSpec.of(dtype, s.images(), s.keyHeads(), s.keys(), s.size()),
                TensorSpec.of(dtype, s.images(), s.keyHeads(), s.keys(), s.sizeV())));
        Domain v = isForward
                ? mixed(choice, Domain.standard(), Where.VALUE, Where.GRADIENT)
                : mixed(choice, Domain.standard(), Where.VALUE);
        domains.addAll(List.of(mixed(choice, values, Where.QUERY), mixed(choice, values, Where.KEY), v));
        Mask mask = choice.value("mask", Mask.class);
        if (mask != Mask.NONE) {
            DType type = mask == Mask.NUMBERS ? dtype : DType.BOOL;
            in.add(TensorSpec.of(type, s.images(), s.heads(), s.queries(), s.keys()));
            domains.add(mask == Mask.NUMBERS ? new Domain.Penalties() : new Domain.Integers(0, 2));
        }
        if (choice.value("dropout", Double.class) > 0) {
            in.add(TensorSpec.of(DType.I64, 2));
            domains.add(choice.value("state", Domain.class));
        }
        return in;
    }

    static SampleSpace forward() {
        TensorSpec q = TensorSpec.of(DType.F32, 2, 4, 5, 8);
        TensorSpec k = TensorSpec.of(DType.F32, 2, 2, 3, 8);
        TensorSpec mask = TensorSpec.of(DType.BOOL, 2, 4, 5, 3);
        Attention any = new Attention(false, 1, 0);
        return space(Attention.NAME)
                .values("scale", 0.5, 1.0, -0.25)
                .values("values", Domain.standard(), new Domain.Uniform(-20, 20))
                // Weights that vanish in single precision only would hide an infinity there and not in the reference.
                .where(choice -> !choice.flag("nonFinite")
                        || choice.value("values", Domain.class).equals(Domain.standard()))
                .refuses("no values", any, List.of(q, k), "3 tensors")
                .refuses("a query without heads", any, List.of(TensorSpec.of(DType.F32, 5, 8), k, k), "query needs")
                .refuses("integers", any, List.of(TensorSpec.of(DType.I32, 2, 4, 5, 8), k, k), "floating-point")
                .refuses(
                        "heads that do not divide",
                        any,
                        List.of(q, TensorSpec.of(DType.F32, 2, 3, 3, 8), k),
                        "heads that divide 4")
                .refuses("keys of another size", any, List.of(q, TensorSpec.of(DType.F32, 2, 2, 3, 7), k), "key needs")
                .refuses(
                        "values for other keys",
                        any,
                        List.of(q, k, TensorSpec.of(DType.F32, 2, 2, 4, 8)),
                        "value needs f32[2,2,3,V]")
                .refuses(
                        "a mask of integers",
                        any,
                        List.of(q, k, k, TensorSpec.of(DType.U8, mask.shape())),
                        "mask needs")
                .refuses("a mask of another shape", any, List.of(q, k, k, TensorSpec.of(DType.BOOL, 5, 3)), "[2,4,5,3]")
                .refuses("no state", new Attention(false, 1, 0.5), List.of(q, k, k), "4 tensors")
                .refuses("a mask for a state", new Attention(false, 1, 0.5), List.of(q, k, k, mask), "state needs")
                .sample(choice -> {
                    Attention routine = new Attention(
                            choice.flag("causal"),
                            choice.value("scale", Double.class),
                            choice.value("dropout", Double.class));
                    List<Domain> domains = new ArrayList<>();
                    List<TensorSpec> in = inputs(choice, choice.value("values", Domain.class), domains);
                    return new Sample(routine, in, domains, forwardTolerance(routine));
                });
    }

    static SampleSpace backward() {
        TensorSpec q = TensorSpec.of(DType.F32, 2, 4, 5, 8);
        TensorSpec k = TensorSpec.of(DType.F32, 2, 2, 3, 8);
        TensorSpec lse = TensorSpec.of(DType.F32, 2, 4, 5);
        AttentionBackward any = new AttentionBackward(false, 1, 0);
        return space(AttentionBackward.NAME)
                .values("scale", 0.5, -0.25)
                .refuses("too few", any, List.of(q, q), "six tensors or more")
                .refuses("a gradient of other columns", any, List.of(k, q, lse, q, k, k), "gradient needs")
                .refuses("an output of other rows", any, List.of(q, k, lse, q, k, k), "output needs")
                .refuses(
                        "an lse for each head",
                        any,
                        List.of(q, q, TensorSpec.of(DType.F32, 2, 4), q, k, k),
                        "lse needs")
                .refuses("no state", new AttentionBackward(false, 1, 0.5), List.of(q, q, lse, q, k, k), "7 tensors")
                .sample(choice -> {
                    AttentionBackward routine = new AttentionBackward(
                            choice.flag("causal"),
                            choice.value("scale", Double.class),
                            choice.value("dropout", Double.class));
                    List<Domain> domains = new ArrayList<>(List.of(
                            mixed(choice, Domain.standard(), Where.GRADIENT),
                            Domain.standard(),
                            new Domain.Uniform(-1, 4)));
                    List<TensorSpec> own = inputs(choice, Domain.standard(), domains);
                    AttentionSizes s = choice.value("sizes", AttentionSizes.class);
                    DType dtype = choice.value("dtype", DType.class);
                    TensorSpec y = TensorSpec.of(dtype, s.output());
                    List<TensorSpec> in = new ArrayList<>(List.of(y, y, TensorSpec.of(dtype.accumulator(), s.rows())));
                    in.addAll(own);
                    return new Sample(routine, in, domains, backwardTolerance(routine));
                });
    }

    // ---- Bounds; u is the unit roundoff, twice that in double, where the reference rounds too

    private static double roundoff(DType dtype) {
        return dtype == DType.F64 ? 2 * dtype.unitRoundoff() : dtype.unitRoundoff();
    }

    private static double tiny(DType dtype) {
        return dtype == DType.F64 ? Double.MIN_NORMAL : Float.MIN_NORMAL;
    }

    /**
     * The error of a score: E products of which one factor has been rounded, Σ; the mask's and the sum's own rounding. In
     * u.
     */
    private static double ofScore(AttentionReference at, double[] magnitudes, double[] scores, int key) {
        return (at.size() + 3) * magnitudes[key] + 3 * Math.abs(scores[key]);
    }

    /** Σ|scale·q·k| for each key of a query. */
    private static double[] magnitudes(AttentionReference at, double scale, int head, int query) {
        double[] magnitudes = new double[at.keys()];
        int row = head * at.queries() + query;
        for (int key = 0; key < magnitudes.length; key++) {
            int line = at.shared(head) * at.keys() + key;
            for (int e = 0; e < at.size(); e++) {
                magnitudes[key] += Math.abs(scale * at.q[row * at.size() + e] * at.k[line * at.size() + e]);
            }
        }
        return magnitudes;
    }

    /**
     * A term exp(s − top) has the error σ of its score, relative; that of s less a maximum and of each maximum less the next,
     * together u·(top − s) ≤ u·r; and 6u of exp and u of a product, as often as there are maxima. The sums have S terms and as
     * many roundings; y is a quotient of two of them.
     */
    private static Tolerance forwardTolerance(Attention routine) {
        return (output, dtype, in, expected) -> {
            AttentionReference at = new AttentionReference(in, 0, routine.causal(), routine.scale(), routine.dropout());
            double[] bounds = new double[expected.length];
            double u = roundoff(dtype);
            int blocks = at.keys() / LEAST_BLOCK + 1;
            for (int row = 0; row < at.headCount() * at.queries(); row++) {
                int head = row / at.queries();
                int query = row % at.queries();
                double[] scores = at.scores(head, query);
                double[] magnitudes = magnitudes(at, routine.scale(), head, query);
                double lse = AttentionReference.logSumExp(scores);
                double least = Double.POSITIVE_INFINITY;
                double most = Double.NEGATIVE_INFINITY;
                double error = 0;
                for (int key = 0; key < scores.length; key++) {
                    if (scores[key] > Double.NEGATIVE_INFINITY) {
                        least = Math.min(least, scores[key]);
                        most = Math.max(most, scores[key]);
                        error = Math.max(error, ofScore(at, magnitudes, scores, key));
                    }
                }
                if (most == Double.NEGATIVE_INFINITY) {
                    continue;
                }
                error += most - least + 8 * blocks + scores.length + 20;
                if (output == 1) {
                    bounds[row] = u * (error + Math.abs(lse) + 6 * Math.log(scores.length));
                    continue;
                }
                for (int key = 0; key < scores.length; key++) {
                    double kept = at.kept(head, query, key);
                    if (scores[key] == Double.NEGATIVE_INFINITY || kept == 0) {
                        continue;
                    }
                    double weight = AttentionReference.probability(scores[key], lse) * kept;
                    int line = at.shared(head) * at.keys() + key;
                    for (int c = 0; c < at.sizeV(); c++) {
                        double magnitude = Math.abs(at.v[line * at.sizeV() + c]);
                        bounds[row * at.sizeV() + c] += (2 * u * error * weight + 8 * tiny(dtype)) * magnitude;
                    }
                }
            }
            return bounds;
        };
    }

    /**
     * p has the error σ of its score, u·|s − lse| and 6u of exp; ds = p·(d − δ) that of p, those of both sums of V products,
     * and three roundings; the sums over n terms n + 4 more. What is flushed to zero in p is below the smallest normal number.
     */
    private static Tolerance backwardTolerance(AttentionBackward routine) {
        return (output, dtype, in, expected) -> {
            AttentionReference at = new AttentionReference(
                    in, AttentionBackward.Q, routine.causal(), routine.scale(), routine.dropout());
            double[] dy = in.get(0).doubles();
            double[] y = in.get(1).doubles();
            double[] lse = in.get(2).doubles();
            double[] absDy = Arrays.stream(dy).map(Math::abs).toArray();
            double[] absY = Arrays.stream(y).map(Math::abs).toArray();
            double[] absV = Arrays.stream(at.v).map(Math::abs).toArray();
            double[] bounds = new double[expected.length];
            double u = roundoff(dtype);
            double scale = Math.abs(routine.scale());
            double terms = output == 0 ? at.keys() : (double) at.headCount() * at.queries();
            for (int row = 0; row < at.headCount() * at.queries(); row++) {
                int head = row / at.queries();
                int query = row % at.queries();
                double[] scores = at.scores(head, query);
                double[] magnitudes = magnitudes(at, routine.scale(), head, query);
                double delta = AttentionReference.product(dy, row, y, row, at.sizeV());
                double absDelta = AttentionReference.product(absDy, row, absY, row, at.sizeV());
                for (int key = 0; key < scores.length; key++) {
                    if (scores[key] == Double.NEGATIVE_INFINITY) {
                        continue;
                    }
                    int line = at.shared(head) * at.keys() + key;
                    double p = AttentionReference.probability(scores[key], lse[row]);
                    double ofP = ofScore(at, magnitudes, scores, key) + Math.abs(scores[key] - lse[row]) + 8;
                    double kept = at.kept(head, query, key);
                    double dp = 0;
                    double absDp = 0;
                    if (kept != 0) {
                        dp = kept * AttentionReference.product(dy, row, at.v, line, at.sizeV());
                        absDp = kept * AttentionReference.product(absDy, row, absV, line, at.sizeV());
                    }
                    double ds = Math.abs(dp - delta);
                    double ofDs = 1.1 * p * ((ofP + terms + 8) * ds + (at.sizeV() + 4) * (absDp + absDelta));
                    double whole = scale * (u * ofDs + tiny(dtype) * (1 + absDp + absDelta));
                    for (int e = 0; e < at.size() && output < 2; e++) {
                        int place = (output == 0 ? row : line) * at.size() + e;
                        double other = output == 0 ? at.k[line * at.size() + e] : at.q[row * at.size() + e];
                        bounds[place] += whole * Math.abs(other) + tiny(dtype);
                    }
                    for (int c = 0; c < at.sizeV() && output == 2 && kept != 0; c++) {
                        double own = absDy[row * at.sizeV() + c] * kept;
                        bounds[line * at.sizeV() + c] +=
                                (1.1 * u * p * (ofP + terms + 6) + tiny(dtype)) * own + tiny(dtype);
                    }
                }
            }
            return bounds;
        };
    }
}
