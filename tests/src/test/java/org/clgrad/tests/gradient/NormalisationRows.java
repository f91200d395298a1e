package org.clgrad.tests.gradient;

import java.util.List;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.gradient.GradientTest.Row;

/** The normalisations of single images and over channels, differentiated by the input, the weight and the bias. */
final class NormalisationRows {
    private NormalisationRows() {}

    static void add(List<Row> rows) {
        rows.add(new Row(
                "layer_norm",
                in -> in.get(0)
                        .layerNorm(Shape.of(2, 3), in.get(1), in.get(2), 0.01)
                        .square(),
                List.of(GradientTest.spread(3, 2, 3), GradientTest.spread(2, 3), GradientTest.spreadFrom(5, 2, 3))));
        rows.add(new Row(
                "layer_norm without weight",
                in -> in.get(0).layerNorm(Shape.of(5), null, null, 0.01).square(),
                List.of(GradientTest.spread(3, 5))));
        rows.add(new Row(
                "rms_norm",
                in -> in.get(0).rmsNorm(Shape.of(5), in.get(1), 0.01).square(),
                List.of(GradientTest.spread(3, 5), GradientTest.spread(5))));
        rows.add(new Row(
                "group_norm",
                in -> in.get(0).groupNorm(2, in.get(1), in.get(2), 0.01).square(),
                List.of(GradientTest.spread(2, 4, 1, 3), GradientTest.spread(4), GradientTest.spreadFrom(5, 4))));
        rows.add(new Row(
                "instance_norm",
                in -> in.get(0).instanceNorm(in.get(1), in.get(2), 0.01, null).square(),
                List.of(GradientTest.spread(2, 2, 5), GradientTest.spread(2), GradientTest.spreadFrom(5, 2))));
        rows.add(new Row(
                "batch_norm without weight",
                in -> in.get(0).batchNorm(null, null, 0.01, null).square(),
                List.of(GradientTest.spread(3, 2, 2))));
        // The residual keeps every sum away from the kink at 0, on both sides of it.
        rows.add(new Row(
                "batch_norm_relu",
                in -> in.get(0)
                        .batchNormRelu(
                                in.get(1), in.get(2), 0.01, null, in.get(3).mul(40))
                        .square(),
                List.of(
                        GradientTest.spread(3, 2, 2, 3),
                        GradientTest.spread(2),
                        GradientTest.spread(2),
                        GradientTest.spreadFrom(5, 3, 2, 2, 3))));
        rows.add(new Row(
                "batch_norm_relu without residual",
                in -> in.get(0).batchNormRelu(null, in.get(1), 0.01, null, null).square(),
                List.of(GradientTest.spread(3, 2, 2), GradientTest.spread(2))));
        rows.add(new Row(
                "normalise_relu",
                in -> in.get(0)
                        .normaliseRelu(
                                in.get(1),
                                in.get(2),
                                in.get(3),
                                in.get(4),
                                0.01,
                                in.get(5).mul(40))
                        .square(),
                List.of(
                        GradientTest.spread(3, 2, 2),
                        GradientTest.spread(2),
                        GradientTest.positive(2),
                        GradientTest.spread(2),
                        GradientTest.spread(2),
                        GradientTest.spreadFrom(5, 3, 2, 2))));
        rows.add(new Row(
                "local_response_norm",
                in -> in.get(0).localResponseNorm(4, 0.5, 0.75, 2).square(),
                List.of(GradientTest.spread(2, 5, 2))));
    }
}
