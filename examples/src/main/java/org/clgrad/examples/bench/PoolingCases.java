package org.clgrad.examples.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.clgrad.autograd.Gradients;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;

/** Max pooling of 3×3 windows two apart, padded by 1, over 16 images of 64 channels. */
final class PoolingCases {
    private PoolingCases() {}

    static Stream<BenchCase> all() {
        return named("64x112", 16, 64, 112);
    }

    /** Both directions, at a size of images, channels and the side of a plane. */
    static Stream<BenchCase> of(long... sizes) {
        int batch = Math.toIntExact(sizes[0]);
        int channels = Math.toIntExact(sizes[1]);
        int side = Math.toIntExact(sizes[2]);
        return named(batch + "x" + channels + "x" + side, batch, channels, side);
    }

    private static Stream<BenchCase> named(String size, int batch, int channels, int side) {
        MaxPool full = new MaxPool(batch, channels, side);
        MaxPool small = new MaxPool(1, 3, 13);
        String id = "pool/max3x3s2_" + size;
        return Stream.of(
                BenchCase.defined(id + "/fwd", Metric.GBPS, full.work(), full.new Forward(), small.new Forward()),
                BenchCase.defined(id + "/bwd", Metric.GBPS, full.work(), full.new Backward(), small.new Backward()));
    }

    /**
     * A pooling at one size.
     *
     * @param side of a plane
     */
    private record MaxPool(int batch, int channels, int side) {
        private static final int KERNEL = 3;
        private static final int STRIDE = 2;
        private static final int PAD = 1;
        private static final long X = 1;
        private static final long DY = 2;

        private int outSide() {
            return (side + 2 * PAD - KERNEL) / STRIDE + 1;
        }

        /** The same both ways: one plane read, one written; eight comparisons, or as many additions. */
        Work work() {
            double out = (double) batch * channels * outSide() * outSide();
            double elements = (double) batch * channels * side * side + out;
            return Work.of((KERNEL * KERNEL - 1) * out, Float.BYTES * elements);
        }

        private Tensor apply(Tensor x) {
            int[] padding = {PAD, PAD};
            return x.maxPool(new int[] {KERNEL, KERNEL}, new int[] {STRIDE, STRIDE}, padding, new int[] {1, 1}, false);
        }

        /** The place in its plane of the largest of a window; the first of equals. */
        private long largest(long plane, long p, long q) {
            long best = -1;
            for (long h = Math.max(0, p * STRIDE - PAD); h <= Math.min(side - 1, p * STRIDE - PAD + KERNEL - 1); h++) {
                for (long w = Math.max(0, q * STRIDE - PAD);
                        w <= Math.min(side - 1, q * STRIDE - PAD + KERNEL - 1);
                        w++) {
                    long place = h * side + w;
                    if (best < 0 || x(plane, place) > x(plane, best)) {
                        best = place;
                    }
                }
            }
            return best;
        }

        private double x(long plane, long place) {
            return Numbers.at(X, plane * side * side + place);
        }

        final class Forward implements Operation {
            @Override
            public Workload on(Device device) {
                return new RepeatedCalls(device) {
                    private final Tensor x = operand(X, batch, channels, side, side);

                    @Override
                    public List<Tensor> results() {
                        return List.of(apply(x));
                    }
                };
            }

            @Override
            public Optional<Expected> expected(int result, long element) {
                long plane = element / outSide() / outSide();
                long place = largest(plane, element / outSide() % outSide(), element % outSide());
                return Optional.of(new Expected(x(plane, place), 0));
            }
        }

        /** The gradient of the input, given that of the result. The forward pass is done once, before. */
        final class Backward implements Operation {
            @Override
            public Workload on(Device device) {
                return new RepeatedCalls(device) {
                    private final Tensor x =
                            operand(X, batch, channels, side, side).requiresGrad(true);
                    private final Tensor dy = operand(DY, batch, channels, outSide(), outSide());
                    private final Tensor y = own(apply(x));

                    @Override
                    public List<Tensor> results() {
                        return Gradients.of(List.of(y), List.of(dy), List.of(x), true, false);
                    }
                };
            }

            @Override
            public Optional<Expected> expected(int result, long element) {
                long plane = element / side / side;
                long place = element % ((long) side * side);
                double sum = 0;
                double magnitude = 0;
                for (long p = 0; p < outSide(); p++) {
                    for (long q = 0; q < outSide(); q++) {
                        if (largest(plane, p, q) == place) {
                            double term = Numbers.at(DY, (plane * outSide() + p) * outSide() + q);
                            sum += term;
                            magnitude += Math.abs(term);
                        }
                    }
                }
                return Optional.of(Expected.sum(sum, KERNEL * KERNEL, magnitude));
            }
        }
    }
}
