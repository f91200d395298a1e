// conv_pack: the operands of a direct convolution, laid out as its inner loop reads them
//
// tile:    a work-item of _input writes ROWS rows of one plane, in vectors of LANES pixels where there is no stride along them; one of _weights all taps of BLOCK channels of 32 input
//          channels
//              y[plane][e][a][b][z][i][j] = x[plane][z·stepD + e − padD][i·stepH + a − padH][j·stepW + b − padW],
//              0 outside of x
//              v[group][tile][c][d][i][j][lane] = w[group][tile·BLOCK + lane][c][d][i][j], 0 beyond the last channel
//          The parts (e, a, b) of the first, one for each remainder, make a strided walk over x a dense one over y. Without
//          DEEP there is one layer, and _input has no code for more
// needs:   x dense; for _weights any strides of w, also those that turn it over
// writes:  each element of y and v by exactly one work-item
// order:   no arithmetic; values are kept
// source:  [1] Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34(3), 2008, §4
//          (packing);  [2] Georganas et al., "Anatomy of High-Performance Deep Learning Convolutions on SIMD
//          Architectures", SC18, §II (weights blocked by the vector's lanes)
//
//@variant  conv_pack of convolution
//@shared
//@prefers  cpu
//@dims     planes rows channels group_count group_channels
//@tunable  ROWS {1,4,16,64} = 64     rows of a work-item
//@specialise BLOCK DEEP LANES
//@grid     conv_pack_input: groups ceil(rows/ROWS), planes; items 1
//@grid     conv_pack_weights: groups ceil(channels/32), group_count*ceil(group_channels/BLOCK); items 1
#include "types.clh"
#include "pack.clh"
#include "row_lanes.clh"

// Input channels of a work-item of _weights.
#define CHANNELS 32

PACK_TO(__global, REAL, pack_lines)

// Writes y[0 … n), n ≥ LANES, with those of a row of x that lie `before` elements further left, and zeros beside them. The last vector
// begins early, so that it ends with y. `place` is the row's first element in all of x, which has so many elements.
static void pad_row(
        __global const real* x, const long place, const long elements, const int width, const int before, __global real* y, const int n) {
    for (int j = 0; j < n; j += LANES) {
        const int at = min(j, n - LANES);
        const long first = place + at - before;
        VSTORE_AS(REAL, LANES, y, at, cut_lanes(x + place, at - before, width, first >= 0 && first + LANES <= elements));
    }
}

static void zero_row(__global real* y, const int n) {
    int j = 0;
    for (; n >= LANES && j < n; j += LANES) {
        VSTORE_AS(REAL, LANES, y, min(j, n - LANES), (JOIN(acc, LANES))(0));
    }
    for (; j < n; j++) {
        STORE(y, j, AS_ACC(0));
    }
}

// rows counts the rows of one plane of y, (e, a, b, z, i).
__kernel void conv_pack_input(
        IN(x_in), OUT(y_out), const long planes, const int layers, const int height, const int width,
        const int step_d, const int step_h, const int step_w, const int pad_d, const int pad_h, const int pad_w,
        const int size_z, const int size_i, const int size_j) {
    const int rows = (DEEP ? step_d * size_z : 1) * step_h * step_w * size_i;
    const int begin = get_group_id(0) * ROWS;
    const int end = min(begin + ROWS, rows);
    const long plane = (long)get_group_id(1) * layers * height * width;
    __global real* y = AT(y_out) + ((long)get_group_id(1) * rows + begin) * size_j;
    // Counted on from row to row, since a row may be shorter than its divisions take.
    int i = begin % size_i;
    int z = DEEP ? begin / size_i % size_z : 0;
    int part = begin / size_i / (DEEP ? size_z : 1);
    bool is_new_part = true;
    int a = 0;
    int b = 0;
    int d = 0;
    int first = 0;
    int last = 0;
    for (int row = begin; row < end; row++, y += size_j) {
        if (is_new_part) {
            b = part % step_w;
            a = DEEP ? part / step_w % step_h : part / step_w;
            d = DEEP ? part / step_w / step_h - pad_d : 0;
            // j · stepW + b − padW lies in 0 … width−1 for first ≤ j < last.
            first = min(size_j, max(0, (pad_w - b + step_w - 1) / step_w));
            last = min(size_j, max(0, (width + pad_w - b + step_w - 1) / step_w));
            is_new_part = false;
        }
        const int layer = d + z * step_d;
        const int h = i * step_h + a - pad_h;
        const long place = plane + ((long)layer * height + h) * width;
        if (layer < 0 || layer >= layers || h < 0 || h >= height || first >= last) {
            zero_row(y, size_j);
        } else if (step_w == 1 && size_j >= LANES) {
            pad_row(AT(x_in), place, planes * layers * height * width, width, pad_w - b, y, size_j);
        } else {
            zero_row(y, first);
            for (int j = first; j < last; j++) {
                MOVE(y, j, AT(x_in), place + j * step_w + b - pad_w);
            }
            zero_row(y + last, size_j - last);
        }
        if (++i == size_i) {
            i = 0;
            if (!DEEP || ++z == size_z) {
                z = 0;
                part++;
                is_new_part = true;
            }
        }
    }
}

// channels_out: output channels of a group; tiles: blocks of them in a group; strides of w by group, output channel,
// input channel, layer, row and column of taps, in elements. Taps that lie as they are packed, channel behind channel, are one line.
__kernel void conv_pack_weights(
        IN(w_in), OUT(v_out), const int channels, const int channels_out, const int tiles, const int tap_layers,
        const int tap_rows, const int tap_columns, const long stride_group, const long stride_out, const long stride_in,
        const long stride_layer, const long stride_row, const long stride_column, const long origin) {
    const int begin = get_group_id(0) * CHANNELS;
    const int end = min(begin + CHANNELS, channels);
    const int group = get_group_id(1) / tiles;
    const int first = get_group_id(1) % tiles * BLOCK;
    const int present = min(BLOCK, channels_out - first);
    const int taps = tap_layers * tap_rows * tap_columns;
    __global const real* w = AT(w_in) + origin + group * stride_group + first * stride_out;
    __global real* v = AT(v_out) + (long)get_group_id(1) * channels * taps * BLOCK;
    const bool in_line = (tap_columns == 1 || stride_column == 1) && (tap_rows == 1 || stride_row == tap_columns)
            && (tap_layers == 1 || stride_layer == tap_rows * tap_columns) && (taps == 1 || stride_in == taps);
    if (in_line) {
        pack_lines(w, stride_out, taps == 1 ? stride_in : 1, v, BLOCK, begin * (long)taps, end * (long)taps, BLOCK, present);
    } else {
        int step = begin * taps;
        for (int c = begin; c < end; c++) {
            for (int t = 0; t < taps; t++, step++) {
                __global const real* tap = w + c * stride_in + t / (tap_rows * tap_columns) * stride_layer
                        + t / tap_columns % tap_rows * stride_row + t % tap_columns * stride_column;
                pack_lines(tap - step, stride_out, 1, v, BLOCK, step, step + 1, BLOCK, present);
            }
        }
    }
}
