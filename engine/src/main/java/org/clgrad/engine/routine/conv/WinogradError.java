package org.clgrad.engine.routine.conv;

import java.util.List;
import org.clgrad.engine.routine.Ending;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.Tolerance;

/**
 * How far F(4×4, 3×3) may be from the convolution. Each of its sums is a sum of sums of products, in which a term meets as many
 * roundings as it passes operations, so that to first order in u, with |·| of each element,
 *
 * <pre>{@code |error| ≤ (C + 22)·u·(|Aᵀ|·(Σ over c of (|G|·|w|·|Gᵀ|) ∘ (|Bᵀ|·|x|·|B|))·|A| + |bias| + |r|)}</pre>
 *
 * (Higham, Accuracy and Stability of Numerical Algorithms, §3.1, applied from the inside out; Barabasz, Anderson, Soodhalter,
 * Gregg, "Error analysis and improving the accuracy of Winograd convolution for deep neural networks", ACM TOMS 46(4), 2020,
 * theorem 1, gives the same for norms). Roundings: for an axis 4 on the way into U, with that of the constant, 2 into V and 3 out
 * of M; C in the sum over channels, and 1 each for the bias and the residual.
 */
final class WinogradError {
    /** Pixels of a tile along an axis. */
    private static final int TILE = 4;

    private static final double[][] A_T = {
        {1, 1, 1, 1, 1, 0}, {0, 1, 1, 2, 2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, 1, 8, 8, 1}
    };

    private static final double[][] B_T = {
        {4, 0, 5, 0, 1, 0},
        {0, 4, 4, 1, 1, 0},
        {0, 4, 4, 1, 1, 0},
        {0, 2, 1, 2, 1, 0},
        {0, 2, 1, 2, 1, 0},
        {0, 4, 0, 5, 0, 1}
    };

    private static final double[][] G = {
        {1 / 4.0, 0, 0},
        {1 / 6.0, 1 / 6.0, 1 / 6.0},
        {1 / 6.0, 1 / 6.0, 1 / 6.0},
        {1 / 24.0, 1 / 12.0, 1 / 6.0},
        {1 / 24.0, 1 / 12.0, 1 / 6.0},
        {0, 0, 1}
    };

    /** Roundings beside those of the sum over channels: 2·(4 + 2 + 3), and the bias; without that of a residual. */
    private static final int TRANSFORMS = 19;

    /** Roundings of the gradient by the weight beside those of the sum over tiles: 2·(2 + 2 + 4). */
    private static final int GRADIENT_TRANSFORMS = 16;

    private static final double[][] A = transposed(A_T);
    private static final double[][] G_T = transposed(G);

    private final Correlation c;
    private final AxisPhase row;
    private final AxisPhase column;

    private WinogradError(Correlation correlation) {
        this.c = correlation;
        this.row = correlation.phases().get(0).row();
        this.column = correlation.phases().get(0).column();
    }

    static Tolerance tolerance(Correlation correlation) {
        WinogradError error = new WinogradError(correlation);
        long residual = correlation.ending().adds() ? 1 : 0;
        return Tolerance.sum(correlation.channels() + TRANSFORMS + residual, (output, in) -> error.magnitudes(in));
    }

    /**
     * Of the gradient by the weight, for T tiles, in the same way
     * {@code |error| ≤ (T + 18)·u·|Gᵀ|·(Σ over tiles of (|A|·|dy|·|Aᵀ|) ∘ (|Bᵀ|·|x|·|B|))·|G|}: for an axis 2 roundings on the way into
     * D, 2 into V, and 4 out of U with that of the constant; T in the sum over tiles.
     */
    static Tolerance weightGradient(ConvSizes sizes) {
        Correlation forward = Correlation.forward(sizes, Ending.NONE);
        WinogradError error = new WinogradError(forward);
        return Tolerance.sum(
                WinogradConvolution.tiles(forward) + GRADIENT_TRANSFORMS, (output, in) -> error.gradientMagnitudes(in));
    }

    private double[] gradientMagnitudes(List<HostArray> in) {
        double[] x = in.get(0).doubles();
        double[] dy = in.get(1).doubles();
        int channels = Math.toIntExact(c.channels());
        int channelsOut = Math.toIntExact(c.channelsOut());
        double[][] products = new double[channelsOut * channels][36];
        for (int image = 0; image < c.images(); image++) {
            for (int top = 0; top < row.outputs(); top += TILE) {
                for (int left = 0; left < column.outputs(); left += TILE) {
                    double[][] seen = new double[channels][];
                    for (int channel = 0; channel < channels; channel++) {
                        seen[channel] = tile(x, image * channels + channel, top, left);
                    }
                    for (int k = 0; k < channelsOut; k++) {
                        double[] given = both(A, gradientTile(dy, image * channelsOut + k, top, left));
                        for (int channel = 0; channel < channels; channel++) {
                            for (int i = 0; i < given.length; i++) {
                                products[k * channels + channel][i] += given[i] * seen[channel][i];
                            }
                        }
                    }
                }
            }
        }
        double[] result = new double[products.length * 9];
        for (int pair = 0; pair < products.length; pair++) {
            System.arraycopy(both(G_T, products[pair]), 0, result, pair * 9, 9);
        }
        return result;
    }

    /** |dy| in a tile of a plane. */
    private double[] gradientTile(double[] dy, int plane, int top, int left) {
        double[] pixels = new double[16];
        int height = Math.toIntExact(row.outputs());
        int width = Math.toIntExact(column.outputs());
        for (int i = 0; i < 4 && top + i < height; i++) {
            for (int j = 0; j < 4 && left + j < width; j++) {
                pixels[4 * i + j] = Math.abs(dy[(plane * height + top + i) * width + left + j]);
            }
        }
        return pixels;
    }

    /** What the bound says beside (C + 22)·u. */
    private double[] magnitudes(List<HostArray> in) {
        double[] source = in.get(0).doubles();
        double[][] weights = weights(in.get(1).doubles());
        double[] bias = ReferenceConvolution.magnitudes(ReferenceConvolution.bias(in, c.ending()));
        int channels = Math.toIntExact(c.channels());
        int channelsOut = Math.toIntExact(c.channelsOut());
        int height = Math.toIntExact(row.outputs());
        int width = Math.toIntExact(column.outputs());
        double[] result = new double[Math.toIntExact(c.images()) * channelsOut * height * width];
        for (int image = 0; image < c.images(); image++) {
            for (int top = 0; top < height; top += TILE) {
                for (int left = 0; left < width; left += TILE) {
                    double[][] seen = new double[channels][];
                    for (int channel = 0; channel < channels; channel++) {
                        seen[channel] = tile(source, image * channels + channel, top, left);
                    }
                    for (int k = 0; k < channelsOut; k++) {
                        double[] products = new double[36];
                        for (int channel = 0; channel < channels; channel++) {
                            for (int i = 0; i < products.length; i++) {
                                products[i] += weights[k * channels + channel][i] * seen[channel][i];
                            }
                        }
                        double[] pixels = both(A_T, products);
                        for (int i = 0; i < 4 && top + i < height; i++) {
                            for (int j = 0; j < 4 && left + j < width; j++) {
                                result[((image * channelsOut + k) * height + top + i) * width + left + j] =
                                        pixels[4 * i + j] + (bias.length > 0 ? bias[k] : 0);
                            }
                        }
                    }
                }
            }
        }
        return ReferenceConvolution.plusResidual(result, in, c.ending());
    }

    /** |G|·|w|·|Gᵀ| of each pair of channels. */
    private double[][] weights(double[] w) {
        double[][] result = new double[Math.toIntExact(c.channelsOut() * c.channels())][];
        long first = c.phases().get(0).firstTap(c.taps());
        for (int pair = 0; pair < result.length; pair++) {
            long at = first
                    + pair / c.channels() * c.weightStrides().out()
                    + pair % c.channels() * c.weightStrides().in();
            double[] taps = new double[9];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    // In the order in which the taps see the source ascending.
                    long r = row.tapStep() > 0 ? i : 2 - i;
                    long s = column.tapStep() > 0 ? j : 2 - j;
                    taps[3 * i + j] = Math.abs(w[
                            Math.toIntExact(at + r * row.tapStride() * c.taps().width() + s * column.tapStride())]);
                }
            }
            result[pair] = both(G, taps);
        }
        return result;
    }

    /** |Bᵀ|·|x|·|B| of what a tile sees of a plane. */
    private double[] tile(double[] source, int plane, int top, int left) {
        double[] seen = new double[36];
        int first = Math.toIntExact(plane * c.in().product());
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                long h = row.leastSource() + top + i;
                long v = column.leastSource() + left + j;
                if (h >= 0 && h < c.in().height() && v >= 0 && v < c.in().width()) {
                    seen[6 * i + j] = Math.abs(source[Math.toIntExact(first + h * c.in().width() + v)]);
                }
            }
        }
        return both(B_T, seen);
    }

    private static double[][] transposed(double[][] m) {
        double[][] result = new double[m[0].length][m.length];
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < m[0].length; j++) {
                result[j][i] = m[i][j];
            }
        }
        return result;
    }

    /** m·x·mᵀ. */
    private static double[] both(double[][] m, double[] x) {
        int size = m[0].length;
        double[] result = new double[m.length * m.length];
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < m.length; j++) {
                for (int a = 0; a < size; a++) {
                    for (int b = 0; b < size; b++) {
                        result[i * m.length + j] += m[i][a] * m[j][b] * x[a * size + b];
                    }
                }
            }
        }
        return result;
    }
}
