package org.clgrad.examples.bench;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;

/** Matrix products C[m,n] = op(A)[m,k]·op(B)[k,n], row-major. */
final class GemmCases {
    /** One size, or M×N×K; {@code nt}: B is given transposed, {@code tn}: A is. */
    private static final List<String> SIZES =
            List.of("256", "512", "1024", "2048", "64x1024x784", "128x4096x1024", "4096x64x576", "1024nt", "1024tn");

    private static final Pattern SIZE = Pattern.compile("(\\d+)(?:x(\\d+)x(\\d+))?(nt|tn)?");

    private GemmCases() {}

    static Stream<BenchCase> all() {
        return SIZES.stream().map(GemmCases::named);
    }

    /** A product of a size as {@link #SIZES} has them. */
    static BenchCase named(String size) {
        Matcher parts = SIZE.matcher(size);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no size of a matrix product: " + size);
        }
        int m = Integer.parseInt(parts.group(1));
        int n = parts.group(2) == null ? m : Integer.parseInt(parts.group(2));
        int k = parts.group(3) == null ? m : Integer.parseInt(parts.group(3));
        boolean transA = "tn".equals(parts.group(4));
        boolean transB = "nt".equals(parts.group(4));
        Gemm gemm = new Gemm(m, n, k, transA, transB);
        // No multiples of any tile.
        Gemm small = new Gemm(Math.min(m, 67), Math.min(n, 35), Math.min(k, 129), transA, transB);
        return BenchCase.defined("gemm/" + size, Metric.GFLOPS, gemm.work(), gemm, small);
    }

    /**
     * A product.
     *
     * @param transA whether A is stored [k,m]
     * @param transB whether B is stored [n,k]
     */
    private record Gemm(int m, int n, int k, boolean transA, boolean transB) implements Operation {
        private static final long A = 1;
        private static final long B = 2;

        Work work() {
            double elements = (double) m * k + (double) k * n + (double) m * n;
            return Work.of(2.0 * m * n * k, Float.BYTES * elements);
        }

        @Override
        public Workload on(Device device) {
            return new RepeatedCalls(device) {
                private final Tensor a = transA ? operand(A, k, m) : operand(A, m, k);
                private final Tensor b = transB ? operand(B, n, k) : operand(B, k, n);

                @Override
                public List<Tensor> results() {
                    return List.of((transA ? a.t() : a).matmul(transB ? b.t() : b));
                }
            };
        }

        @Override
        public Optional<Expected> expected(int result, long element) {
            long row = element / n;
            long column = element % n;
            double sum = 0;
            double magnitude = 0;
            for (long i = 0; i < k; i++) {
                double term = Numbers.at(A, transA ? i * m + row : row * k + i)
                        * Numbers.at(B, transB ? column * k + i : i * n + column);
                sum += term;
                magnitude += Math.abs(term);
            }
            return Optional.of(Expected.sum(sum, k, magnitude));
        }
    }
}
