package org.clgrad.engine.routine.shape;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.clgrad.engine.routine.Domain;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/** The planes that extending and its gradient are tried on. */
final class ExtendSamples {
    private ExtendSamples() {}

    /** A shape and what is put around its last axes. */
    record Around(Shape shape, List<Long> before, List<Long> after) {
        static Around of(Shape shape, long... beforeAndAfter) {
            int rank = beforeAndAfter.length / 2;
            return new Around(
                    shape,
                    boxed(Arrays.copyOf(beforeAndAfter, rank)),
                    boxed(Arrays.copyOfRange(beforeAndAfter, rank, 2 * rank)));
        }

        private static List<Long> boxed(long... numbers) {
            return LongStream.of(numbers).boxed().toList();
        }
    }

    /** That with a mode. */
    record Case(PadMode mode, Shape shape, List<Long> before, List<Long> after) {}

    /** Along one to three axes, one side and both, up to the farthest that a mode reaches, rows beside a vector and a chunk. */
    static SampleSpace.Builder space(String operation) {
        return SampleSpace.of(operation)
                .values("mode", (Object[]) PadMode.values())
                .values(
                        "around",
                        Around.of(Shape.of(4), 2, 3),
                        Around.of(Shape.of(2, 3), 0, 2),
                        Around.of(Shape.of(1, 1), 0, 0),
                        Around.of(Shape.of(2, 3, 5, 19), 1, 2, 3, 0),
                        // Seven elements that no end repeats, so that a vector shows; below once more, behind 114 of
                        // them.
                        Around.of(Shape.of(3, 2, 20), 1, 9, 0, 2),
                        Around.of(Shape.of(1, 2, 2, 3, 4), 1, 0, 2, 1, 2, 1),
                        Around.of(Shape.of(2, 2, 1, 5), 0, 0, 4, 0, 0, 1),
                        Around.of(Shape.of(2, 1030), 40, 69),
                        Around.of(Shape.of(0, 3), 1, 1),
                        Around.of(Shape.of(2, 0, 3), 0, 2, 0, 1),
                        Around.of(Shape.of(3, 2, 1, 1), 0, 0, 0, 0, 0, 0));
    }

    static Case of(SampleSpace.Choice choice) {
        Around around = choice.value("around", Around.class);
        return new Case(choice.value("mode", PadMode.class), around.shape(), around.before(), around.after());
    }

    static Domain domain(DType dtype) {
        return dtype.isFloat() ? new Domain.Special() : new Domain.Integers(0, 2);
    }
}
