package org.clgrad.engine.routine.resize;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/** The geometries that resizing is tried on: larger, smaller, the same; by each rule; rows that straddle a vector of 8. */
final class ResizeSamples {
    private ResizeSamples() {}

    /** A rule for an axis of a size, and what it is called in a repro. */
    private enum Rule {
        FLOOR {
            @Override
            ResizeAxis axis(long size, long out, Ratio ratio) {
                return ResizeAxis.floor(size, out, ratio);
            }
        },
        CENTRE {
            @Override
            ResizeAxis axis(long size, long out, Ratio ratio) {
                return ResizeAxis.centre(size, out, ratio);
            }
        },
        HALF_PIXEL {
            @Override
            ResizeAxis axis(long size, long out, Ratio ratio) {
                return ResizeAxis.halfPixel(size, out, ratio);
            }
        },
        CORNERS {
            @Override
            ResizeAxis axis(long size, long out, Ratio ratio) {
                return ResizeAxis.corners(size, out);
            }
        };

        abstract ResizeAxis axis(long size, long out, Ratio ratio);
    }

    static SampleSpace.Builder space(String operation) {
        return SampleSpace.of(operation)
                .values("dtype", DType.floats().toArray())
                .values("weights", (Object[]) Resize.Weights.values())
                .values("rule", (Object[]) Rule.values())
                .values(
                        "sizes",
                        List.of(4L, 6L),
                        List.of(1L, 1L),
                        List.of(5L, 17L),
                        List.of(9L),
                        List.of(26L),
                        List.of(3L, 4L, 5L))
                .values(
                        "out",
                        List.of(8L, 12L, 10L),
                        List.of(1L, 1L, 1L),
                        List.of(3L, 2L, 4L),
                        List.of(5L, 17L, 7L),
                        List.of(13L, 9L, 33L))
                // A scale of its own, that of the sizes where it is 0.
                .values("ratio", 0.0, 0.5, 1.7)
                .sizes("channels", 2, 1, 0)
                .flag("batch");
    }

    static Resize.Weights weights(SampleSpace.Choice choice) {
        return choice.value("weights", Resize.Weights.class);
    }

    private static List<Long> sizes(SampleSpace.Choice choice, String axis) {
        return ((List<?>) choice.value(axis, List.class))
                .stream().map(Long.class::cast).toList();
    }

    static List<ResizeAxis> axes(SampleSpace.Choice choice) {
        List<Long> sizes = sizes(choice, "sizes");
        List<Long> out = sizes(choice, "out");
        double ratio = choice.value("ratio", Double.class);
        ResizeAxis[] axes = new ResizeAxis[sizes.size()];
        for (int i = 0; i < axes.length; i++) {
            Ratio of = ratio == 0 ? new Ratio(sizes.get(i), out.get(i)) : Ratio.of(ratio);
            axes[i] = choice.value("rule", Rule.class).axis(sizes.get(i), out.get(i), of);
        }
        return List.of(axes);
    }

    static TensorSpec input(SampleSpace.Choice choice) {
        List<Long> sizes = sizes(choice, "sizes");
        Shape shape = choice.flag("batch") ? Shape.of(2, choice.size("channels")) : Shape.of(choice.size("channels"));
        long[] all = Arrays.copyOf(shape.toArray(), shape.rank() + sizes.size());
        for (int i = 0; i < sizes.size(); i++) {
            all[shape.rank() + i] = sizes.get(i);
        }
        return TensorSpec.of(choice.value("dtype", DType.class), Shape.of(all));
    }

    static double[] magnitudes(HostArray array) {
        return Arrays.stream(array.doubles()).map(Math::abs).toArray();
    }
}
