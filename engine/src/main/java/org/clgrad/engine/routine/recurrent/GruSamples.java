package org.clgrad.engine.routine.recurrent;

import java.util.List;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/** What the step of a gated recurrent unit is tried on, and the bounds of its errors. */
final class GruSamples {
    private GruSamples() {}

    static SampleSpace forward() {
        GruCell cell = new GruCell(true);
        TensorSpec one = TensorSpec.of(DType.F32, 2, 3);
        TensorSpec two = TensorSpec.of(DType.F32, 2, 6);
        TensorSpec three = TensorSpec.of(DType.F32, 2, 9);
        TensorSpec bias = TensorSpec.of(DType.F32, 9);
        return LstmSamples.space(GruCell.NAME, "resetAfter")
                .refuses("no state", cell, List.of(three, two, one, bias, bias), "needs 6 tensors")
                .refuses(
                        "a vector as state",
                        cell,
                        List.of(three, two, one, bias, bias, bias),
                        "state needs a floating-point type and shape [N,H]")
                .refuses(
                        "all products in one",
                        cell,
                        List.of(three, three, one, bias, bias, one),
                        "recurrent product of r and z needs f32[2,6], got f32[2,9]")
                .refuses(
                        "biases of two gates",
                        cell,
                        List.of(three, two, one, bias, TensorSpec.of(DType.F32, 6), one),
                        "recurrent bias needs f32[9]")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    boolean resetAfter = choice.flag("resetAfter");
                    long rows = choice.size("rows");
                    long hidden = choice.size("hidden");
                    return new Sample(
                            new GruCell(resetAfter),
                            List.of(
                                    TensorSpec.of(dtype, rows, 3 * hidden),
                                    TensorSpec.of(dtype, rows, 2 * hidden),
                                    TensorSpec.of(dtype, rows, hidden),
                                    TensorSpec.of(dtype, 3 * hidden),
                                    TensorSpec.of(dtype, 3 * hidden),
                                    TensorSpec.of(dtype, rows, hidden)),
                            LstmSamples.standard(6),
                            (output, type, values, expected) -> forwardBounds(resetAfter, output, type, values));
                });
    }

    static SampleSpace backward() {
        GruCellBackward cell = new GruCellBackward(true);
        TensorSpec one = TensorSpec.of(DType.F32, 2, 3);
        TensorSpec four = TensorSpec.of(DType.F32, 2, 12);
        return LstmSamples.space(GruCellBackward.NAME, "resetAfter")
                .refuses("no state", cell, List.of(one, one, four), "needs 4 tensors")
                .refuses("gates of a state", cell, List.of(one, one, one, one), "gates needs f32[2,12]")
                .refuses(
                        "a gradient of another type",
                        cell,
                        List.of(one, TensorSpec.of(DType.F64, 2, 3), four, one),
                        "gradient of the state needs f32[2,3], got f64[2,3]")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    boolean resetAfter = choice.flag("resetAfter");
                    long hidden = choice.size("hidden");
                    TensorSpec state = TensorSpec.of(dtype, choice.size("rows"), hidden);
                    TensorSpec gates = TensorSpec.of(dtype, choice.size("rows"), 4 * hidden);
                    return new Sample(
                            new GruCellBackward(resetAfter),
                            List.of(state, state, gates, state),
                            LstmSamples.standard(4),
                            (output, type, values, expected) -> backwardBounds(resetAfter, output, type, values));
                });
    }

    /**
     * Errors that go from gate to gate to result, to first order; h' = n + z∘(h − n). Twice, for what is of second order, and
     * since in double the reference rounds as often as the kernels.
     */
    private static double[] forwardBounds(boolean resetAfter, int output, DType dtype, List<HostArray> in) {
        double[] gx = in.get(0).doubles();
        double[] rz = in.get(1).doubles();
        double[] product = in.get(2).doubles();
        double[] bx = in.get(3).doubles();
        double[] bh = in.get(4).doubles();
        double[] h = in.get(5).doubles();
        int hidden = (int) in.get(5).shape().size(1);
        double u = dtype.unitRoundoff();
        double[] bounds = new double[output == 0 ? h.length : 4 * h.length];
        for (int e = 0; e < h.length; e++) {
            int j = e % hidden;
            int row = e / hidden;
            double[] gates = new double[4];
            for (int k = 0; k < 2; k++) {
                double sum = Math.abs(gx[row * 3 * hidden + k * hidden + j])
                        + Math.abs(rz[row * 2 * hidden + k * hidden + j])
                        + Math.abs(bx[k * hidden + j])
                        + Math.abs(bh[k * hidden + j]);
                gates[k] = LstmSamples.sigmoidError(4 * u * sum, u);
            }
            double q = Math.abs(product[e]) + Math.abs(bh[2 * hidden + j]);
            double sum = Math.abs(gx[(row * 3 + 2) * hidden + j]) + Math.abs(bx[2 * hidden + j]) + q;
            gates[2] = LstmSamples.tanhError(4 * u * sum + (resetAfter ? q * gates[0] : 0), u);
            gates[3] = u * q;
            double far = Math.abs(h[e]) + 1;
            if (output == 0) {
                bounds[e] = 2 * (gates[1] * far + gates[2] + 4 * u * far);
            }
            for (int k = 0; k < 4 && output == 1; k++) {
                bounds[(row * 4 + k) * hidden + j] = 2 * (gates[k] + (k == 3 ? u * q : 0));
            }
        }
        return bounds;
    }

    /**
     * 20u times the formulas with all terms as magnitudes: 4u of 1 − n² beside 1 + n², 9u of daₙ, 14u of daᵣ. Twice, since in
     * double the reference rounds as often as the kernels.
     */
    private static double[] backwardBounds(boolean resetAfter, int output, DType dtype, List<HostArray> in) {
        double[] dy = in.get(0).doubles();
        double[] dh = in.get(1).doubles();
        double[] gates = in.get(2).doubles();
        double[] h = in.get(3).doubles();
        int hidden = (int) in.get(3).shape().size(1);
        double scale = 40 * dtype.unitRoundoff();
        double[] bounds = new double[output == 2 ? h.length : 3 * h.length];
        for (int e = 0; e < h.length; e++) {
            int row = e / hidden;
            int gate = row * 4 * hidden + e % hidden;
            double r = Math.abs(gates[gate]);
            double z = Math.abs(gates[gate + hidden]);
            double n = Math.abs(gates[gate + 2 * hidden]);
            double gradient = Math.abs(dy[e]) + Math.abs(dh[e]);
            double dn = gradient * (1 + z) * (1 + n * n);
            if (output == 2) {
                bounds[e] = scale * gradient * z;
            } else {
                int out = row * 3 * hidden + e % hidden;
                bounds[out] = resetAfter ? scale * dn * Math.abs(gates[gate + 3 * hidden]) * r * (1 + r) : 0;
                bounds[out + hidden] = scale * gradient * (Math.abs(h[e]) + n) * z * (1 + z);
                bounds[out + 2 * hidden] = scale * dn * (output == 1 && resetAfter ? r : 1);
            }
        }
        return bounds;
    }
}
