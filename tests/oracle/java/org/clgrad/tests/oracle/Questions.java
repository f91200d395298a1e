package org.clgrad.tests.oracle;

import java.util.List;
import java.util.stream.Stream;

/** All questions that PyTorch is asked. */
final class Questions {
    static final List<Question> ALL = Stream.of(
                    AlgebraQuestions.all(),
                    EdgeQuestions.all(),
                    IndexQuestions.all(),
                    LayerQuestions.all(),
                    LossQuestions.all(),
                    PointwiseQuestions.all(),
                    PoolingQuestions.all(),
                    RecurrentQuestions.all(),
                    ShapeQuestions.all())
            .flatMap(List::stream)
            .toList();

    private Questions() {}
}
