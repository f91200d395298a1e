package org.clgrad.tests.mutants;

import java.util.List;
import java.util.stream.Stream;

/**
 * The faults that are planted, of every sort that kernels have in practice. None of them writes far beyond its operands,
 * since a driver on a CPU shares its memory with the test. A missing barrier is not among them: around loops that all
 * work-items run alike PoCL makes barriers of its own, so a kernel without them is right there.
 */
final class Mutants {
    private Mutants() {}

    // One line each, in alphabetical order.
    static final List<Mutant> ALL = Stream.of(
                    ArrangementMutants.ALL,
                    AttentionMutants.ALL,
                    ConvolutionMutants.ALL,
                    IndexingMutants.ALL,
                    NarrowMutants.ALL,
                    NormalisationMutants.ALL,
                    PointwiseMutants.ALL,
                    PoolingMutants.ALL,
                    ProductMutants.ALL,
                    RandomMutants.ALL,
                    RecurrentMutants.ALL,
                    SoftmaxMutants.ALL,
                    SortingMutants.ALL,
                    UpdateMutants.ALL)
            .flatMap(List::stream)
            .toList();
}
