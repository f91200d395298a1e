package org.clgrad.examples.bench.child;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A product C = A·B of row-major matrices: C is m × n, A is m × k, B is k × n.
 *
 * @param transposedA whether A's elements are those of a k × m matrix, {@code tn} in the id
 * @param transposedB whether B's elements are those of an n × k matrix, {@code nt} in the id
 */
public record Gemm(int m, int n, int k, boolean transposedA, boolean transposedB) {
    private static final Pattern ID = Pattern.compile("gemm/(\\d+)(?:x(\\d+)x(\\d+))?(nt|tn)?");
    private static final int SAMPLES = 64;

    /**
     * The product that an id names, such as {@code gemm/1024nt} or {@code gemm/64x1024x784}, which is m × n × k.
     *
     * @throws UnsupportedCaseException if it names none
     */
    public static Gemm of(String id) {
        Matcher matcher = ID.matcher(id);
        if (!matcher.matches()) {
            throw new UnsupportedCaseException("no product of matrices is called " + id);
        }
        int m = Integer.parseInt(matcher.group(1));
        boolean square = matcher.group(2) == null;
        return new Gemm(
                m,
                square ? m : Integer.parseInt(matcher.group(2)),
                square ? m : Integer.parseInt(matcher.group(3)),
                "tn".equals(matcher.group(4)),
                "nt".equals(matcher.group(4)));
    }

    /**
     * Compares sampled elements with the same sums in double precision.
     *
     * @throws WrongResultException if one is farther away than rounding explains
     */
    public void check(float[] a, float[] b, float[] c) {
        Draw draw = new Draw(1);
        for (int sample = 0; sample < SAMPLES; sample++) {
            int i = draw.below(m);
            int j = draw.below(n);
            double sum = 0;
            double magnitude = 0;
            for (int p = 0; p < k; p++) {
                double product =
                        (double) a[transposedA ? p * m + i : i * k + p] * b[transposedB ? j * k + p : p * n + j];
                sum += product;
                magnitude += Math.abs(product);
            }
            Expect.sum("C[" + i + ", " + j + "]", c[i * n + j], sum, k, magnitude);
        }
    }
}
