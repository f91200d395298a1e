package org.clgrad.tests.gradient;

import static org.clgrad.tests.gradient.GradientTest.spread;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.routine.conv.ConvAxis;
import org.clgrad.engine.routine.conv.ConvGeometry;
import org.clgrad.tests.gradient.GradientTest.Row;

/** The rows of {@link GradientTest} for convolutions, their transposes, and the blocks of their windows. */
final class ConvolutionRows {
    private ConvolutionRows() {}

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        convolutions(rows);
        blocks(rows);
        return rows;
    }

    private static void convolutions(List<Row> rows) {
        ConvGeometry sequences = new ConvGeometry(List.of(new ConvAxis(2, 1, 2, 2)), 2);
        ConvGeometry images = new ConvGeometry(List.of(ConvAxis.of(2, 1, 1), ConvAxis.of(1, 2, 2)), 2);
        ConvGeometry volumes =
                new ConvGeometry(List.of(ConvAxis.of(1, 1, 1), new ConvAxis(2, 0, 1, 1), ConvAxis.of(1, 0, 2)), 1);
        rows.add(new Row(
                "conv1d, strided, padded, dilated, grouped",
                in -> in.get(0).convolution(in.get(1), in.get(2), sequences),
                List.of(spread(2, 4, 9), spread(4, 2, 3), spread(4))));
        rows.add(new Row(
                "conv2d",
                in -> in.get(0).convolution(in.get(1), in.get(2), ConvGeometry.plain(2)),
                List.of(spread(2, 2, 5, 4), spread(3, 2, 3, 2), spread(3))));
        rows.add(new Row(
                "conv2d, strided, padded, dilated, grouped",
                in -> in.get(0).convolution(in.get(1), null, images),
                List.of(spread(2, 4, 5, 6), spread(6, 2, 3, 2))));
        rows.add(new Row(
                "conv2d, depthwise",
                in -> in.get(0).convolution(in.get(1), in.get(2), ConvGeometry.of(2, ConvAxis.of(1, 1, 1), 3)),
                List.of(spread(2, 3, 4, 4), spread(3, 1, 3, 3), spread(3))));
        // Residual and bias keep every sum away from the kink at 0, on both sides of it.
        int[] one = {1};
        rows.add(new Row(
                "conv2d_relu",
                in -> in.get(0)
                        .convolutionRelu(
                                in.get(1),
                                in.get(2),
                                one,
                                one,
                                one,
                                1,
                                in.get(3).mul(40))
                        .square(),
                List.of(spread(1, 2, 4, 3), spread(3, 2, 3, 3), spread(3), spread(1, 3, 4, 3))));
        rows.add(new Row(
                "conv1d_relu without residual, of one sample",
                in -> in.get(0)
                        .convolutionRelu(in.get(1), in.get(2).mul(40), one, one, one, 1, null)
                        .square(),
                List.of(spread(2, 5), spread(3, 2, 2), spread(3))));
        rows.add(new Row(
                "conv3d, strided, padded, dilated",
                in -> in.get(0).convolution(in.get(1), in.get(2), volumes),
                List.of(spread(1, 2, 2, 4, 5), spread(2, 2, 3, 2, 2), spread(2))));
        rows.add(new Row(
                "conv_transpose1d, output padded",
                in -> in.get(0).transposedConvolution(in.get(1), in.get(2), sequences, 1),
                List.of(spread(2, 4, 4), spread(4, 2, 3), spread(4))));
        rows.add(new Row(
                "conv_transpose2d, output padded",
                in -> in.get(0).transposedConvolution(in.get(1), in.get(2), images, 1, 0),
                List.of(spread(1, 4, 3, 4), spread(4, 2, 3, 2), spread(4))));
        rows.add(new Row(
                "conv_transpose3d",
                in -> in.get(0).transposedConvolution(in.get(1), null, volumes, 0),
                List.of(spread(1, 2, 2, 2, 3), spread(2, 1, 3, 2, 2))));
    }

    private static void blocks(List<Row> rows) {
        int[] one = {1};
        rows.add(new Row(
                "unfold",
                in -> in.get(0)
                        .unfold(new int[] {2, 3}, new int[] {1, 2}, new int[] {1, 0}, new int[] {2, 1})
                        .square(),
                List.of(spread(1, 2, 4, 6))));
        rows.add(new Row(
                "fold",
                in -> in.get(0)
                        .fold(new int[] {3, 4}, new int[] {2}, one, new int[] {1, 0}, one)
                        .square(),
                List.of(spread(2, 8, 12))));
    }
}
