package org.clgrad.examples.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;

/** What a call costs apart from its work: z = x + y of 4 numbers, z dropped, 10,000 times. */
final class DispatchCase {
    private static final int CALLS = 10_000;

    private DispatchCase() {}

    static Stream<BenchCase> all() {
        Add add = new Add();
        return Stream.of(new BenchCase(
                "dispatch/add4",
                Metric.US,
                Work.ofSamples(0),
                CALLS,
                add,
                Optional.of(new BenchCase.SmallCheck(add, result -> 0))));
    }

    private record Add() implements Operation {
        private static final long X = 1;
        private static final long Y = 2;
        private static final int N = 4;

        @Override
        public Workload on(Device device) {
            return new RepeatedCalls(device) {
                private final Tensor x = operand(X, N);
                private final Tensor y = operand(Y, N);

                @Override
                void call() {
                    x.add(y).close();
                }

                @Override
                public List<Tensor> results() {
                    return List.of(x.add(y));
                }
            };
        }

        @Override
        public Optional<Expected> expected(int result, long element) {
            double sum = Numbers.at(X, element) + Numbers.at(Y, element);
            return Optional.of(new Expected(sum, Expected.UNIT * Math.abs(sum)));
        }
    }
}
