package org.clgrad.examples.bench;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All cases, family by family. */
public final class BenchCases {
    private BenchCases() {}

    /** @param launcher the words that start clgrad's command line, for the case that is a process of its own */
    public static List<BenchCase> all(List<String> launcher) {
        return Stream.<Supplier<Stream<BenchCase>>>of(
                        GemmCases::all,
                        ElementwiseCases::all,
                        ConvolutionCases::all,
                        PoolingCases::all,
                        LstmCases::all,
                        TrainingCases::all,
                        InferenceCases::all,
                        DispatchCase::all,
                        () -> ColdStart.all(launcher))
                .flatMap(Supplier::get)
                .toList();
    }
}
