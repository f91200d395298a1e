// conv_planes: y = Σ over channels and taps of x · w, for groups of one output channel      x[N,C,D,H,W], y[N,K,O,P,Q]
//
// tile:    a work-item owns BANDS bands of ROWS rows of one plane of y and walks each in tiles of LANES pixels, with a vector of
//          sums for each row:
//          y[n, k, z·y_layer + …, a·y_row + …, b·y_column + …] = bias[k] + Σ x[n, c, start_d + z·step_d + d·tap_d,
//                  start_h + a·step_h + i·tap_h, start_w + b + j·tap_w] · w[k, c, d, i, j]
//          Nothing is padded or packed in memory, since a depthwise convolution costs hardly more than to read x and to write
//          y: at the borders of a row a vector is loaded with what is beyond them, and that is cut off. Large results go past the
//          caches, a band's elements being held back until lines are whole, if they lie one behind the other and rows have
//          MOST_COLUMNS at most
// needs:   one output channel in a group; step_w = 1, so that a tap's vector is dense; y does not overlap an input;
//          TAP_COLUMNS is the number of taps along a row, or 0 where they are many; TAP_ROWS that of rows of taps where step_h
//          is 1 and tap_h is TAP_H, 1 or −1, or 0 where that is not so, or they are many
// writes:  each element of y by exactly one work-item; the last vector of a row begins early so that it ends with the row,
//          and writes the same values once more
// order:   bias first, then c, d, i, j ascending, one fma each, then the residual; error ≤ (C·T·R·S + 2)·u·Σ|x·w|
// source:  own
//
//@variant  conv_planes of convolution
//@prefers  cpu
//@dims     planes layers_out height_out
//@tunable  ROWS {1,2,4,8} = 4      rows of a band
//@tunable  BANDS {1,2,16} = 16       bands of a work-item
//@tunable  STREAM_KIB {0,8192} = 8192     from so many KiB on y goes past the caches
//@require  ROWS == 1 || ROWS < 2 * height_out
//@require  ROWS < 8 || PREFERRED_VECTOR >= 16
//@grid     groups ceil(height_out/(ROWS*BANDS))*layers_out, planes; items 1
//@specialise LANES TAP_COLUMNS TAP_ROWS TAP_H RECTIFIED RESIDUAL
#include "types.clh"
#include "row_lanes.clh"
#include "stream.clh"
#include "held_lines.clh"
#include "residual.clh"
#include "ahead.clh"

#define accs JOIN(acc, LANES)

#if TAP_COLUMNS
#define COLUMNS_OF_TAPS TAP_COLUMNS
#define UNROLL_TAPS     _Pragma("unroll")
#else
#define COLUMNS_OF_TAPS tap_columns
#define UNROLL_TAPS
#endif
// Columns of y that a band has at most, if its elements are held back.
#define MOST_COLUMNS 512

#define TAPS_OF(i) (w_plane + c * w_channel + d * w_layer + (i) * w_row)
#define IS_ROW(h)  ((h) >= 0 && (h) < height)

// Adds the taps of a layer to the sums of a tile, each vector of x being made by `load` of a row and the tap's column; i ascends for each
// row of the tile.
#define ADD_TAPS(load)                                                                                                 \
    for (int i = 0; i < tap_rows; i++) {                                                                               \
        _Pragma("unroll")                                                                                              \
        for (int row = 0; row < ROWS; row++) {                                                                         \
            const int h = start_h + (a + row) * step_h + i * tap_h;                                                    \
            if (IS_ROW(h)) {                                                                                           \
                __global const real* x_row = x + (long)h * width;                                                      \
                ASK_AHEAD(x_row + first);                                                                              \
                UNROLL_TAPS                                                                                            \
                for (int j = 0; j < COLUMNS_OF_TAPS; j++) {                                                            \
                    const accs pixels = load(x_row, j);                                                                \
                    sum[row] = fma(pixels, (accs)(LOAD(TAPS_OF(i), j * w_column)), sum[row]);                          \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }
#if TAP_ROWS
// The same where rows of taps are rows of x that follow one another, down or up: each is loaded once for all rows of the tile that see it.
#define ADD_NEAR_TAPS(load)                                                                                            \
    accs taps[TAP_ROWS][TAP_COLUMNS];                                                                                  \
    _Pragma("unroll")                                                                                                  \
    for (int i = 0; i < TAP_ROWS; i++) {                                                                               \
        _Pragma("unroll")                                                                                              \
        for (int j = 0; j < TAP_COLUMNS; j++) {                                                                        \
            taps[i][j] = (accs)(LOAD(TAPS_OF(i), j * w_column));                                                       \
        }                                                                                                              \
    }                                                                                                                  \
    const int nearest = start_h + (TAP_H > 0 ? a : a + ROWS - 1);                                                      \
    _Pragma("unroll")                                                                                                  \
    for (int s = 0; s < ROWS - 1 + TAP_ROWS; s++) {                                                                    \
        const int h = nearest + s * TAP_H;                                                                             \
        if (IS_ROW(h)) {                                                                                               \
            __global const real* x_row = x + (long)h * width;                                                          \
            ASK_AHEAD(x_row + first);                                                                                  \
            accs pixels[TAP_COLUMNS];                                                                                  \
            _Pragma("unroll")                                                                                          \
            for (int j = 0; j < TAP_COLUMNS; j++) {                                                                    \
                pixels[j] = load(x_row, j);                                                                            \
            }                                                                                                          \
            _Pragma("unroll")                                                                                          \
            for (int row = 0; row < ROWS; row++) {                                                                     \
                const int i = s - (TAP_H > 0 ? row : ROWS - 1 - row);                                                  \
                if (i >= 0 && i < TAP_ROWS) {                                                                          \
                    _Pragma("unroll")                                                                                  \
                    for (int j = 0; j < TAP_COLUMNS; j++) {                                                            \
                        sum[row] = fma(pixels[j], taps[i][j], sum[row]);                                               \
                    }                                                                                                  \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }
#else
#define ADD_NEAR_TAPS ADD_TAPS
#endif
#define COLUMN(j)          (start_w + first + (j) * tap_w)
#define LOAD_WITHIN(x, j)  VLOAD_AS(REAL, LANES, x, COLUMN(j))
#define LOAD_LANES(x, j)   cut_lanes(x, COLUMN(j), width, false)
// Where the taps along a row are few, which lanes are in the row is asked once for all rows.
#if TAP_COLUMNS
#define WHICH_WITHIN                                                                                                   \
    lane_numbers within[TAP_COLUMNS];                                                                                  \
    _Pragma("unroll")                                                                                                  \
    for (int j = 0; j < TAP_COLUMNS; j++) {                                                                            \
        within[j] = LANES_WITHIN(COLUMN(j), width);                                                                    \
    }
#define LOAD_CUT(x, j)     LOAD_WITHIN_ROW(x, COLUMN(j), within[j])
#else
#define WHICH_WITHIN
#define LOAD_CUT(x, j)     cut_lanes(x, COLUMN(j), width, true)
#endif

// LANES neighbours of y, or `step` apart, of a row that has n; where there is a place to hold them, to that.
static void store_lanes(
        __global real* y, __global const real* r, const long step, const accs v, const int n, acc* held) {
    if (step == 1 && n >= LANES) {
        const accs sum = WITH_RESIDUAL(v, VLOAD_AS(REAL, LANES, r, 0));
        const accs z = ENDED(accs, sum);
        if (held != 0) {
            JOIN(vstore, LANES)(z, 0, held);
        } else {
            VSTORE_AS(REAL, LANES, y, 0, z);
        }
    } else {
        acc lanes[LANES];
        JOIN(vstore, LANES)(v, 0, lanes);
        for (int p = 0; p < min(LANES, n); p++) {
            const acc z = WITH_RESIDUAL(lanes[p], LOAD(r, p * step));
            STORE(y, p * step, ENDED(acc, z));
        }
    }
}

__kernel void conv_planes(
        IN(x_in), IN(w_in), IN(bias_in), IN(r_in), OUT(y_out),
        const long planes, const int channels, const int groups, const int has_bias,
        const int layers, const int height, const int width,
        const int tap_layers, const int tap_rows, const int tap_columns,
        const int layers_out, const int height_out, const int width_out,
        const int start_d, const int step_d, const int tap_d, const int start_h, const int step_h, const int tap_h,
        const int start_w, const int step_w, const int tap_w,
        const long w_origin, const long w_group, const long w_out, const long w_channel, const long w_layer,
        const long w_row, const long w_column,
        const long y_origin, const long y_image, const long y_plane, const long y_layer, const long y_row,
        const long y_column) {
    const int shares = (height_out + ROWS * BANDS - 1) / (ROWS * BANDS);
    const int z = get_group_id(0) / shares;
    const int begin = get_group_id(0) % shares * ROWS * BANDS;
    const int end = min(height_out, begin + ROWS * BANDS);
    const int group = get_group_id(1) % groups;
    const long image = get_group_id(1) / groups;
    const acc bias = has_bias ? LOAD(AT(bias_in), group) : AS_ACC(0);
    const long x_size = (long)channels * layers * height * width;
    __global const real* x_all = AT(x_in);
    __global const real* x_end = x_all + planes * x_size;
    __global const real* x_plane = x_all + get_group_id(1) * x_size;
    __global const real* w_plane = AT(w_in) + w_origin + group * w_group;
    const long y_begin = y_origin + image * y_image + group * y_plane + z * y_layer;
    const bool holds = STREAMS(REAL, planes * layers_out * height_out * width_out) && y_column == 1 && y_row == width_out
            && width_out >= LANES && width_out <= MOST_COLUMNS;
    acc held[ROWS * MOST_COLUMNS + 32];
    __global real* line = AT(y_out) + y_begin + begin * y_row;
    int from = holds ? (16 - LANES_TO_ALIGNED(REAL, 16, line)) % 16 : 0;
    int count = from;
    line -= from;
    // From the column of the leftmost tap to that of the rightmost.
    const int left = start_w + min(0, (COLUMNS_OF_TAPS - 1) * tap_w);
    const int right = start_w + max(0, (COLUMNS_OF_TAPS - 1) * tap_w);

    for (int a = begin; a < end; a += ROWS) {
        // The rows of x that the tile's taps see, as far as there are such.
        const int top = start_h + a * step_h + min(0, (tap_rows - 1) * tap_h);
        const int bottom = start_h + (a + ROWS - 1) * step_h + max(0, (tap_rows - 1) * tap_h);
        const long lowest = clamp(top, 0, height - 1);
        const long highest = clamp(bottom, 0, height - 1);
        for (int b = 0; b < width_out; b += LANES) {
            const int first = max(0, min(b, width_out - LANES));
            const bool is_within = first + left >= 0 && first + right + LANES <= width;
            accs sum[ROWS];
            #pragma unroll
            for (int row = 0; row < ROWS; row++) {
                sum[row] = bias;
            }
            for (int c = 0; c < channels; c++) {
                for (int d = 0; d < tap_layers; d++) {
                    const int layer = start_d + z * step_d + d * tap_d;
                    if (layer < 0 || layer >= layers) {
                        continue;
                    }
                    __global const real* x = x_plane + ((long)c * layers + layer) * height * width;
                    const long in_x = x - x_all + first;
                    if (is_within) {
                        ADD_NEAR_TAPS(LOAD_WITHIN)
                    } else if (in_x + lowest * width + left >= 0 && in_x + highest * width + right + LANES <= x_end - x_all) {
                        WHICH_WITHIN
                        ADD_NEAR_TAPS(LOAD_CUT)
                    } else {
                        ADD_TAPS(LOAD_LANES)
                    }
                }
            }
            #pragma unroll
            for (int row = 0; row < ROWS; row++) {
                if (a + row < end) {
                    const long place = y_begin + (a + row) * y_row + first * y_column;
                    store_lanes(AT(y_out) + place, AT(r_in) + place, y_column, sum[row], width_out,
                                holds ? held + count + row * width_out + first : 0);
                }
            }
        }
        if (holds) {
            count += min(ROWS, end - a) * width_out;
            const int stored = stream_held(line, held, from, count);
            line += stored;
            count -= stored;
            from = stored > 0 ? 0 : from;
        }
    }
    store_held(line, held, from, count);
}
