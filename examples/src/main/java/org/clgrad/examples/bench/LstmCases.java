package org.clgrad.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.Gradients;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.nn.Parameter;
import org.clgrad.nn.recurrent.LSTM;

/** One layer of LSTM over 64 steps of 32 sequences, 128 features to 256. */
final class LstmCases {
    private LstmCases() {}

    static Stream<BenchCase> all() {
        return Stream.of(named("lstm/fwd", false), named("lstm/fwdbwd", true));
    }

    /** Forward and backward, at a size of steps, batch, input and hidden features. */
    static Stream<BenchCase> of(long... sizes) {
        int[] s = LongStream.of(sizes).mapToInt(Math::toIntExact).toArray();
        String id = "lstm/" + s[0] + "x" + s[1] + "x" + s[2] + "x" + s[3] + "/fwdbwd";
        return Stream.of(named(id, new Lstm(s[0], s[1], s[2], s[3], true), true));
    }

    private static BenchCase named(String id, boolean backward) {
        return named(id, new Lstm(64, 32, 128, 256, backward), backward);
    }

    private static BenchCase named(String id, Lstm full, boolean backward) {
        Lstm small = new Lstm(5, 3, 7, 9, backward);
        double tolerance = ModelTolerance.of(small.steps, small.input + small.hidden);
        return BenchCase.compared(id, Metric.MS, full.work(), full, small, result -> tolerance);
    }

    /** @param backward whether the gradients of input and weights are computed too */
    private record Lstm(int steps, int batch, int input, int hidden, boolean backward) implements Operation {
        private static final long X = 1;
        private static final long DY = 2;

        /** A gradient has twice the products of the result. */
        Work work() {
            double weights = 4.0 * hidden * (input + hidden);
            double flops = 2.0 * steps * batch * weights;
            double bytes = Float.BYTES * (weights + (double) steps * batch * (input + hidden));
            return backward ? Work.of(3 * flops, 2 * bytes) : Work.of(flops, bytes);
        }

        @Override
        public Workload on(Device device) {
            return new RepeatedCalls(device) {
                private final LSTM lstm = seeded(() -> new LSTM(input, hidden));
                private final Tensor x = operand(X, steps, batch, input).requiresGrad(backward);
                private final Tensor dy = operand(DY, steps, batch, hidden);

                @Override
                public List<Tensor> results() {
                    return backward ? gradients() : List.of(forward());
                }

                private Tensor forward() {
                    try (Scope scope = GradMode.noGrad()) {
                        return scope.keep(lstm.apply(x));
                    }
                }

                private List<Tensor> gradients() {
                    List<Tensor> inputs = new ArrayList<>(List.of(x));
                    lstm.parameters().stream().map(Parameter::tensor).forEach(inputs::add);
                    Tensor y = lstm.apply(x);
                    return Gradients.of(List.of(y), List.of(dy), inputs, false, false);
                }
            };
        }
    }
}
