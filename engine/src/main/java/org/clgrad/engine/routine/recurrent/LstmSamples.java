package org.clgrad.engine.routine.recurrent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.Sample;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/** What the step of a long short-term memory is tried on, and the bounds of its errors. */
final class LstmSamples {
    private LstmSamples() {}

    /** Beside vectors of 8 and chunks of 64, groups of 64, and nothing. */
    static SampleSpace.Builder space(String operation, String flag) {
        return SampleSpace.of(operation)
                .values("dtype", DType.floats().toArray())
                .flag(flag)
                .sizes("rows", 3, 1, 2, 17, 0)
                .sizes("hidden", 5, 1, 7, 8, 9, 63, 64, 65, 257, 0);
    }

    static List<Domain> standard(int inputs) {
        return Collections.nCopies(inputs, Domain.standard());
    }

    static SampleSpace forward() {
        LstmCell cell = new LstmCell(false);
        TensorSpec gates = TensorSpec.of(DType.F32, 2, 12);
        TensorSpec state = TensorSpec.of(DType.F32, 2, 3);
        TensorSpec bias = TensorSpec.of(DType.F32, 12);
        return space(LstmCell.NAME, "peephole")
                .refuses("no cell", cell, List.of(gates, gates, bias, bias), "needs 5 tensors")
                .refuses(
                        "integers",
                        cell,
                        List.of(gates, gates, bias, bias, TensorSpec.of(DType.I32, 2, 3)),
                        "cell needs a floating-point type and shape [N,H]")
                .refuses(
                        "three gates",
                        cell,
                        List.of(gates, TensorSpec.of(DType.F32, 2, 9), bias, bias, state),
                        "recurrent product needs f32[2,12], got f32[2,9]")
                .refuses(
                        "a bias of another type",
                        cell,
                        List.of(gates, gates, bias, TensorSpec.of(DType.F64, 12), state),
                        "recurrent bias needs f32[12]")
                .refuses(
                        "peepholes of four gates",
                        new LstmCell(true),
                        List.of(gates, gates, bias, bias, state, bias),
                        "peephole needs f32[9], got f32[12]")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    boolean peephole = choice.flag("peephole");
                    long rows = choice.size("rows");
                    long hidden = choice.size("hidden");
                    List<TensorSpec> in = new ArrayList<>(List.of(
                            TensorSpec.of(dtype, rows, 4 * hidden),
                            TensorSpec.of(dtype, rows, 4 * hidden),
                            TensorSpec.of(dtype, 4 * hidden),
                            TensorSpec.of(dtype, 4 * hidden),
                            TensorSpec.of(dtype, rows, hidden)));
                    if (peephole) {
                        in.add(TensorSpec.of(dtype, 3 * hidden));
                    }
                    return new Sample(
                            new LstmCell(peephole),
                            in,
                            standard(in.size()),
                            (output, type, values, expected) -> forwardBounds(peephole, output, type, values));
                });
    }

    static SampleSpace backward() {
        LstmCellBackward cell = new LstmCellBackward(false);
        TensorSpec gates = TensorSpec.of(DType.F32, 2, 12);
        TensorSpec state = TensorSpec.of(DType.F32, 2, 3);
        return space(LstmCellBackward.NAME, "peephole")
                .refuses("no cell", cell, List.of(state, state, state, gates), "needs 6 tensors")
                .refuses(
                        "gates of a state",
                        cell,
                        List.of(state, state, state, state, state, state),
                        "gates needs f32[2,12], got f32[2,3]")
                .refuses(
                        "a batch of another size",
                        cell,
                        List.of(TensorSpec.of(DType.F32, 3, 3), state, state, gates, state, state),
                        "gradient of the result needs f32[2,3]")
                .sample(choice -> {
                    DType dtype = choice.value("dtype", DType.class);
                    boolean peephole = choice.flag("peephole");
                    long hidden = choice.size("hidden");
                    TensorSpec one = TensorSpec.of(dtype, choice.size("rows"), hidden);
                    TensorSpec four = TensorSpec.of(dtype, choice.size("rows"), 4 * hidden);
                    List<TensorSpec> in = new ArrayList<>(List.of(one, one, one, four, one, one));
                    if (peephole) {
                        in.add(TensorSpec.of(dtype, 3 * hidden));
                    }
                    return new Sample(
                            new LstmCellBackward(peephole),
                            in,
                            standard(in.size()),
                            (output, type, values, expected) -> backwardBounds(peephole, output, type, values));
                });
    }

    /** The error of a sigmoid whose argument is off by so much: its slope is ¼ at most, its own error 12u. */
    static double sigmoidError(double argument, double u) {
        return argument / 4 + 12 * u;
    }

    /** The error of a hyperbolic tangent whose argument is off by so much: 5.5 ulp of its own. */
    static double tanhError(double argument, double u) {
        return argument + 10 * u;
    }

    /**
     * Errors that go from gate to cell to output, to first order. Twice, for what is of second order, and since in double
     * the reference rounds as often as the kernels.
     */
    private static double[] forwardBounds(boolean peephole, int output, DType dtype, List<HostArray> in) {
        double[] gx = in.get(0).doubles();
        double[] gh = in.get(1).doubles();
        double[] bx = in.get(2).doubles();
        double[] bh = in.get(3).doubles();
        double[] cell = in.get(4).doubles();
        int hidden = (int) in.get(4).shape().size(1);
        double[] p = peephole ? in.get(5).doubles() : new double[3 * hidden];
        double u = dtype.unitRoundoff();
        double[] bounds = new double[output == 2 ? gx.length : cell.length];
        for (int e = 0; e < cell.length; e++) {
            int j = e % hidden;
            int start = e / hidden * 4 * hidden + j;
            double before = Math.abs(cell[e]);
            double[] sums = IntStream.range(0, 4)
                    .mapToDouble(k -> Math.abs(gx[start + k * hidden])
                            + Math.abs(gh[start + k * hidden])
                            + Math.abs(bx[j + k * hidden])
                            + Math.abs(bh[j + k * hidden]))
                    .toArray();
            double i = sigmoidError(4 * u * (sums[0] + Math.abs(p[j]) * before), u);
            double f = sigmoidError(4 * u * (sums[1] + Math.abs(p[hidden + j]) * before), u);
            double g = tanhError(4 * u * sums[2], u);
            double after = before * f + i + g + 2 * u * (before + 1);
            double seen = Math.abs(p[2 * hidden + j]);
            double o = sigmoidError(4 * u * (sums[3] + seen * (before + 1)) + seen * after, u);
            double[] gates = {i, f, g, o};
            switch (output) {
                case 0 -> bounds[e] = 2 * (o + tanhError(after, u) + u);
                case 1 -> bounds[e] = 2 * after;
                default -> IntStream.range(0, 4).forEach(k -> bounds[start + k * hidden] = 2 * gates[k]);
            }
        }
        return bounds;
    }

    /**
     * 40u times the formulas with all terms as magnitudes: 10u of t, 23u of 1 − t² beside 1 + t², so 27u of dh'∘o∘(1 − t²),
     * 29u of δ, 34u of daᵢ and da_f, 37u of dc. Twice, since in double the reference rounds as often as the kernels.
     */
    private static double[] backwardBounds(boolean peephole, int output, DType dtype, List<HostArray> in) {
        double[] dy = in.get(0).doubles();
        double[] dh = in.get(1).doubles();
        double[] dcAfter = in.get(2).doubles();
        double[] gates = in.get(3).doubles();
        double[] before = in.get(4).doubles();
        double[] after = in.get(5).doubles();
        int hidden = (int) in.get(4).shape().size(1);
        double[] p = peephole ? in.get(6).doubles() : new double[3 * hidden];
        double scale = 80 * dtype.unitRoundoff();
        double[] bounds = new double[output == 0 ? gates.length : before.length];
        for (int e = 0; e < before.length; e++) {
            int j = e % hidden;
            int start = e / hidden * 4 * hidden + j;
            double i = Math.abs(gates[start]);
            double f = Math.abs(gates[start + hidden]);
            double g = Math.abs(gates[start + 2 * hidden]);
            double o = Math.abs(gates[start + 3 * hidden]);
            double gradient = Math.abs(dy[e]) + Math.abs(dh[e]);
            double t = Math.abs(Math.tanh(after[e]));
            double dOutput = gradient * t * o * (1 + o);
            double delta = Math.abs(dcAfter[e]) + gradient * o * (1 + t * t) + Math.abs(p[2 * hidden + j]) * dOutput;
            double dInput = delta * g * i * (1 + i);
            double dForget = delta * Math.abs(before[e]) * f * (1 + f);
            if (output == 1) {
                bounds[e] = scale * (delta * f + Math.abs(p[j]) * dInput + Math.abs(p[hidden + j]) * dForget);
            } else {
                bounds[start] = scale * dInput;
                bounds[start + hidden] = scale * dForget;
                bounds[start + 2 * hidden] = scale * delta * i * (1 + g * g);
                bounds[start + 3 * hidden] = scale * dOutput;
            }
        }
        return bounds;
    }
}
