package org.clgrad.examples.customop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.clgrad.autograd.GradientCheck;
import org.clgrad.autograd.GradientCheck.Point;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.ProvidedOperationException;
import org.clgrad.engine.ProvidedOperations;
import org.clgrad.engine.Scope;
import org.clgrad.engine.check.RoutineCatalog;
import org.clgrad.engine.routine.OperationProvider;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.examples.doctor.Subject;
import org.clgrad.kernels.KernelCatalog;
import org.junit.jupiter.api.Test;

/** An operation from outside is an operation like any other. */
class SquaredDistanceTest {
    private static Point point(int seed, long... sizes) {
        Shape shape = Shape.of(sizes);
        return new Point(
                shape, new Random(seed).doubles(shape.elements(), -1, 1).boxed().toList());
    }

    @Test
    void itsValuesAreThoseWorkedOutByHand() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensor.of(new double[][] {{0, 0}, {1, 2}});
            Tensor y = Tensor.of(new double[][] {{3, 4}, {1, 2}, {0, -1}});
            assertThat(SquaredDistanceFunction.of(x, y).toDoubles()).containsExactly(25, 5, 1, 8, 0, 10);
        }
    }

    @Test
    void itsGradientsAreThoseOfDifferences() {
        try (Device host = Devices.openHost()) {
            List<Point> points = List.of(point(1, 3, 4), point(2, 2, 4));
            GradientCheck.Differentiable function =
                    in -> SquaredDistanceFunction.of(in.get(0), in.get(1)).square();
            assertThat(GradientCheck.first(host, function, points)).isEmpty();
            assertThat(GradientCheck.second(host, function, points)).isEmpty();
        }
    }

    @Test
    void oneTrainsWithIt() {
        try (Scope scope = Scope.open()) {
            double[] found = Prototypes.learn(Prototypes.points(90)).toDoubles();
            assertThat(found).containsExactly(new double[] {-1, 0, 1, 0, 0, 2}, within(0.1));
        }
    }

    @Test
    void checksAndDoctorKnowIt() {
        assertThat(RoutineCatalog.space("squared_distance").refusals()).isNotEmpty();
        assertThat(Subject.all().stream().filter(subject -> subject.isOf("squared_distance")))
                .as("element types")
                .hasSize(2);
        assertThat(ProvidedOperations.find().addTo(KernelCatalog.builtin()).names())
                .contains("squared_distance");
    }

    /** One that brings kernels and no operation. */
    private record Kernels(List<String> kernels) implements OperationProvider {
        @Override
        public List<SampleSpace> samples() {
            return List.of();
        }
    }

    @Test
    void whatIsWrongWithItsKernelsIsSaid() {
        Stream.of(
                        new String[] {"no_such", "no_such.cl cannot be read: there is no such resource beside the class"
                        },
                        new String[] {"wrong_header", "wrong_header.cl is no kernel: wrong_header.cl:"},
                        new String[] {"matmul_tiled", "matmul_tiled.cl has the name of a kernel that there is"})
                .forEach(row -> assertThatExceptionOfType(ProvidedOperationException.class)
                        .isThrownBy(() -> ProvidedOperations.of(new Kernels(List.of(row[0])))
                                .addTo(KernelCatalog.builtin()))
                        .withMessageContaining(Kernels.class.getName())
                        .withMessageContaining(row[1]));
    }
}
