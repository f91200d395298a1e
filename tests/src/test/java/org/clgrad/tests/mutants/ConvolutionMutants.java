package org.clgrad.tests.mutants;

import java.util.List;

/** The faults that are planted in the kernels of convolution. */
final class ConvolutionMutants {
    private ConvolutionMutants() {}

    static final List<Mutant> ALL = List.of(
            new Mutant(
                    "the last tile of a row starts where it would have, were it whole",
                    "conv_channels",
                    "+ (long)first * STRIDE",
                    "+ (long)begin * STRIDE"),
            new Mutant(
                    "left padding is read from the row before",
                    "conv_implicit_gemm",
                    "h < height && v >= 0 && v < width",
                    "h < height && v < width"),
            new Mutant("sums start at 1 where there is no bias", "conv_pixels", ": AS_ACC(0);", ": AS_ACC(1);"),
            new Mutant(
                    "pixels that two vectors share count twice",
                    "conv_weight_gradient_dots",
                    "lane < (acc16)(f - at) ? (acc16)0 : d[m]",
                    "d[m]"),
            new Mutant(
                    "the stride is forgotten", "conv_weight_gradient_gemm", "p * stride_h + tap_h[l]", "p + tap_h[l]"),
            new Mutant("all layers of taps see the first", "conv_channels", "x_d += x_tap_layer", "x_d += 0"),
            new Mutant("layers of taps are taken for rows", "conv_implicit_gemm", "+ d * w_layer", "+ d * w_row"),
            new Mutant(
                    "what is beyond the last column of x is seen",
                    "conv_planes",
                    "(LANE_NUMBERS < (lane_numbers)((width) - (column)))",
                    "(LANE_NUMBERS <= (lane_numbers)((width) - (column)))"),
            new Mutant(
                    "what is held back of a line is forgotten",
                    "conv_planes",
                    "vstore16(vload16(0, held + i), 0, held);",
                    "vstore16(vload16(0, held), 0, held);"),
            new Mutant(
                    "a line is stored whole that began in another's rows",
                    "conv_planes",
                    "store_held(line, held, from, 16);",
                    "store_held(line, held, 0, 16);"),
            new Mutant(
                    "rows of a band see each other's taps",
                    "conv_planes",
                    "(TAP_H > 0 ? row : ROWS - 1 - row)",
                    "(TAP_H > 0 ? ROWS - 1 - row : row)"),
            new Mutant(
                    "the last row of taps is left out",
                    "conv_planes",
                    "i >= 0 && i < TAP_ROWS",
                    "i >= 0 && i < TAP_ROWS - 1"),
            new Mutant("all planes have the first one's bias", "conv_planes", "AT(bias_in), group)", "AT(bias_in), 0)"),
            new Mutant(
                    "the row after a border has the border's",
                    "conv_weight_gradient_planes",
                    "h >= 0 && h < height",
                    "h > 0 && h < height"),
            new Mutant(
                    "a vector that ends beyond the row is taken for one within",
                    "conv_weight_gradient_planes",
                    "reach + LANES <= width",
                    "reach + 7 <= width"),
            new Mutant(
                    "rows of a tile see each other's taps", "conv_weight_gradient_planes", "r = k - i;", "r = k + i;"),
            new Mutant(
                    "all taps are cut off where the first is",
                    "conv_weight_gradient_planes",
                    "COLUMN(s), within[s])",
                    "COLUMN(s), within[0])"),
            new Mutant("all planes have the first one's residual", "conv_channels", "r += y_plane, y +=", "y +="),
            new Mutant(
                    "a vector of pixels has the residual of its first",
                    "conv_pixels",
                    "WITH_RESIDUAL(pixels, VLOAD16(r, 0))",
                    "WITH_RESIDUAL(pixels, (acc16)(LOAD(r, 0)))"),
            new Mutant(
                    "the residual is added behind the ReLU",
                    "conv_planes",
                    "WITH_RESIDUAL(v, VLOAD_AS(REAL, LANES, r, 0));",
                    "WITH_RESIDUAL(ENDED(accs, v), VLOAD_AS(REAL, LANES, r, 0));"),
            new Mutant(
                    "whole tiles have no ReLU",
                    "conv_winograd",
                    "VSTORE4(y, place, ENDED(acc4, z))",
                    "VSTORE4(y, place, z)"),
            new Mutant(
                    "all matrices have the first one's residual",
                    "conv_pointwise",
                    "VLOAD16(AT(r_in), place + 16 * l)",
                    "VLOAD16(AT(r_in), place % pixels + 16 * l)"),
            new Mutant(
                    "all images have the first one's residual",
                    "conv_implicit_gemm",
                    "LOAD(AT(r_in), place)",
                    "LOAD(AT(r_in), place - first)"),
            new Mutant(
                    "a residual is taken away", "conv_items", "WITH_RESIDUAL(sum, LOAD(", "WITH_RESIDUAL(sum, -LOAD("),
            new Mutant("taps are neighbours", "conv_items", "b * step_w + j * tap_w;", "b * step_w + j;"),
            new Mutant(
                    "channels share weights", "conv_items", "channel % channels_out * w_out", "channel % channels_out"),
            new Mutant("pixels count twice", "conv_weight_gradient_group", "pixel += GROUP)", "pixel += GROUP / 2)"),
            new Mutant(
                    "the stride along depth is forgotten",
                    "conv_weight_gradient_gemm",
                    "o * stride_d + tap_d[l]",
                    "o + tap_d[l]"),
            new Mutant(
                    "remainders along depth lie where those along the width do",
                    "conv_weight_gradient_dots",
                    "d % step_d * step_h * step_w",
                    "d % step_d"),
            new Mutant(
                    "a vector reaches into the next row",
                    "fold_vectors",
                    "column + 16 <= width",
                    "column + 15 <= width"),
            new Mutant("rows of taps are a column apart", "fold_items", "i * tap_row + j", "i * tap_column + j"),
            new Mutant(
                    "padding above is forgotten",
                    "conv_pack",
                    "i * step_h + a - pad_h",
                    "i * step_h + a",
                    "conv_channels"),
            new Mutant(
                    "the last pixels of a padded row lie a pixel too far left",
                    "conv_pack",
                    "const int at = min(j, n - LANES);",
                    "const int at = min(j, n - LANES - 1);",
                    "conv_channels"),
            new Mutant(
                    "the first slice is not summed",
                    "conv_sum_slices",
                    "for (long slice = 0; slice",
                    "for (long slice = 1; slice",
                    "conv_weight_gradient_dots"),
            new Mutant(
                    "tiles beyond the last row are stored",
                    "conv_winograd",
                    "min(4, height - row)",
                    "min(4, height + 1 - row)"),
            new Mutant(
                    "rows of taps are taken for columns",
                    "conv_winograd",
                    "t / 3 * stride_row + t % 3 * stride_column",
                    "t % 3 * stride_row + t / 3 * stride_column"),
            new Mutant(
                    "the point 2 is taken for 1",
                    "conv_winograd",
                    "(acc16)(8), difference_2",
                    "(acc16)(1), difference_2"),
            new Mutant(
                    "the last channels of a block come from the one before",
                    "conv_winograd",
                    "min(16, channels - (int)get_group_id(0) * 16)",
                    "16"),
            new Mutant(
                    "columns left of an image are those right of it",
                    "conv_winograd",
                    "line[4 + shift + j]",
                    "line[4 - shift + j]"),
            new Mutant(
                    "a row of tiles begins with what the one above ended with",
                    "conv_winograd",
                    "tile > first && column > -left",
                    "tile > first"),
            new Mutant(
                    "all panels of a work-item are its first",
                    "conv_winograd",
                    "u + (panel - first_panel) * PLACES * U_PLACE",
                    "u"),
            new Mutant("whole tiles have four rows", "conv_winograd", "if (i < rows)", "if (i < 4)"),
            new Mutant(
                    "the last pixels begin where they would have, were there enough",
                    "conv_pointwise",
                    "min((int)get_group_id(0) * PIXELS, pixels - PIXELS)",
                    "(int)get_group_id(0) * PIXELS"),
            new Mutant(
                    "each tile has the first one's weights",
                    "conv_pointwise",
                    "tiles + first_tile) * channels",
                    "tiles) * channels"),
            new Mutant(
                    "a block of tiles forgets those before it",
                    "conv_winograd_weight_gradient",
                    "if (first > 0)",
                    "if (first > BLOCK)"),
            new Mutant(
                    "the last vector of channels is summed as the one before",
                    "conv_winograd_weight_gradient",
                    "c + 1 < blocks_c ? BLOCK : 0",
                    "0"),
            new Mutant(
                    "a chunk forgets those before it",
                    "conv_weight_gradient_channels",
                    "if (chunk > first_chunk)",
                    "if (chunk > first_chunk + 1)"),
            new Mutant(
                    "images of a chunk are one and the same",
                    "conv_weight_gradient_channels",
                    "(n * height_l + i * step_h) * width_l",
                    "i * step_h * width_l"),
            new Mutant("columns between taps are packed", "conv_weight_gradient_channels", "x_m + j * step", "x_m + j"),
            new Mutant(
                    "the first slice only is summed",
                    "conv_weight_gradient_channels",
                    "u + i * slice + k * LANES",
                    "u + k * LANES"),
            new Mutant(
                    "every row is read",
                    "conv_pointwise",
                    "(first + i) / width * step_h * large_width",
                    "(first + i) / width * large_width"),
            new Mutant(
                            "rows between pixels keep what was there",
                            "conv_pointwise",
                            "for (int a = 1; a < rows; a++)",
                            "for (int a = 2; a < rows; a++)")
                    .in("convolution_input_gradient"),
            new Mutant(
                            "the last pixel of a row reaches into the next",
                            "conv_pointwise",
                            "min(run * SPREAD, large_width - column * SPREAD)",
                            "run * SPREAD")
                    .in("convolution_input_gradient"),
            new Mutant(
                            "weights of the gradient lie as those of the convolution",
                            "conv_pack",
                            "(taps == 1 || stride_in == taps)",
                            "(taps == 1 || stride_in >= taps)",
                            "conv_channels")
                    .in("convolution_input_gradient"));
}
