package org.clgrad.examples.bench;

import java.util.List;
import java.util.Optional;
import org.clgrad.autograd.Gradients;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;

/**
 * A convolution at one size, forward and back: y[n,k,p,q] = Σ x[n,c,p·stride + r − pad, q·stride + s − pad]·w[k,c,r,s] over c of
 * k's group, r and s, pad = ⌊kernel/2⌋.
 *
 * @param batch N
 * @param in C
 * @param out K
 * @param side of the images
 * @param kernel side of the kernel
 */
record Convolution(int batch, int in, int out, int side, int kernel, int stride, int groups) {
    private static final long X = 1;
    private static final long W = 2;
    private static final long DY = 3;

    private int pad() {
        return kernel / 2;
    }

    /** Of the result. */
    private int outSide() {
        return (side + 2 * pad() - kernel) / stride + 1;
    }

    private int groupIn() {
        return in / groups;
    }

    private int groupOut() {
        return out / groups;
    }

    private double inputElements() {
        return (double) batch * in * side * side;
    }

    private double outputElements() {
        return (double) batch * out * outSide() * outSide();
    }

    private double weightElements() {
        return (double) out * groupIn() * kernel * kernel;
    }

    Work forwardWork() {
        double flops = 2 * outputElements() * groupIn() * kernel * kernel;
        return Work.of(flops, Float.BYTES * (inputElements() + outputElements() + weightElements()));
    }

    /** Of both gradients; operands and results count once each. */
    Work backwardWork() {
        double elements = 2 * inputElements() + outputElements() + 2 * weightElements();
        return Work.of(2 * forwardWork().flops(), Float.BYTES * elements);
    }

    private Tensor apply(Tensor x, Tensor w) {
        int[] strides = {stride, stride};
        int[] padding = {pad(), pad()};
        return x.conv2d(w, null, strides, padding, new int[] {1, 1}, groups);
    }

    private double x(long n, long c, long h, long w) {
        boolean inside = h >= 0 && h < side && w >= 0 && w < side;
        return inside ? Numbers.at(X, ((n * in + c) * side + h) * side + w) : 0;
    }

    private double w(long k, long c, long r, long s) {
        return Numbers.at(W, ((k * groupIn() + c) * kernel + r) * kernel + s);
    }

    private double dy(long n, long k, long p, long q) {
        return Numbers.at(DY, ((n * out + k) * outSide() + p) * outSide() + q);
    }

    /** A sum that is being added up. */
    private static final class Terms {
        private double sum;
        private double magnitude;
        private long count;

        void add(double term) {
            sum += term;
            magnitude += Math.abs(term);
            count++;
        }

        Optional<Operation.Expected> expected() {
            return Optional.of(Operation.Expected.sum(sum, count, magnitude));
        }
    }

    /** The convolution itself. */
    final class Forward implements Operation {
        @Override
        public Workload on(Device device) {
            return new RepeatedCalls(device) {
                private final Tensor x = operand(X, batch, in, side, side);
                private final Tensor w = operand(W, out, groupIn(), kernel, kernel);

                @Override
                public List<Tensor> results() {
                    return List.of(apply(x, w));
                }
            };
        }

        @Override
        public Optional<Expected> expected(int result, long element) {
            long q = element % outSide();
            long p = element / outSide() % outSide();
            long k = element / outSide() / outSide() % out;
            long n = element / outSide() / outSide() / out;
            long firstChannel = k / groupOut() * groupIn();
            Terms terms = new Terms();
            for (int c = 0; c < groupIn(); c++) {
                for (int r = 0; r < kernel; r++) {
                    for (int s = 0; s < kernel; s++) {
                        terms.add(
                                x(n, firstChannel + c, p * stride + r - pad(), q * stride + s - pad()) * w(k, c, r, s));
                    }
                }
            }
            return terms.expected();
        }
    }

    /** The gradients of input and weight, given that of the result. The forward pass is done once, before. */
    final class Backward implements Operation {
        @Override
        public Workload on(Device device) {
            return new RepeatedCalls(device) {
                private final Tensor x = operand(X, batch, in, side, side).requiresGrad(true);
                private final Tensor w =
                        operand(W, out, groupIn(), kernel, kernel).requiresGrad(true);
                private final Tensor dy = operand(DY, batch, out, outSide(), outSide());
                private final Tensor y = own(apply(x, w));

                @Override
                public List<Tensor> results() {
                    return Gradients.of(List.of(y), List.of(dy), List.of(x, w), true, false);
                }
            };
        }

        @Override
        public Optional<Expected> expected(int result, long element) {
            return result == 0 ? inputGradient(element) : weightGradient(element);
        }

        private Optional<Expected> inputGradient(long element) {
            long column = element % side;
            long row = element / side % side;
            long c = element / side / side % in;
            long n = element / side / side / in;
            long firstOut = c / groupIn() * groupOut();
            Terms terms = new Terms();
            for (int r = 0; r < kernel; r++) {
                for (int s = 0; s < kernel; s++) {
                    long p = row + pad() - r;
                    long q = column + pad() - s;
                    boolean reached = p >= 0
                            && q >= 0
                            && p % stride == 0
                            && q % stride == 0
                            && p / stride < outSide()
                            && q / stride < outSide();
                    for (long k = firstOut; reached && k < firstOut + groupOut(); k++) {
                        terms.add(dy(n, k, p / stride, q / stride) * w(k, c % groupIn(), r, s));
                    }
                }
            }
            return terms.expected();
        }

        private Optional<Expected> weightGradient(long element) {
            long s = element % kernel;
            long r = element / kernel % kernel;
            long c = element / kernel / kernel % groupIn();
            long k = element / kernel / kernel / groupIn();
            long channel = k / groupOut() * groupIn() + c;
            Terms terms = new Terms();
            for (int n = 0; n < batch; n++) {
                for (long p = 0; p < outSide(); p++) {
                    for (long q = 0; q < outSide(); q++) {
                        terms.add(dy(n, k, p, q) * x(n, channel, p * stride + r - pad(), q * stride + s - pad()));
                    }
                }
            }
            return terms.expected();
        }
    }
}
