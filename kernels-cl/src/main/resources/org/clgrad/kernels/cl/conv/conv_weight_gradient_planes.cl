// conv_weight_gradient_planes: dw[k,r,s] = Σ dy[n,k,p,q] · x[n,k,p·stride_h + r·dilation_h − before_h, q + s·dilation_w − before_w]
//
// tile:    a work-item owns all taps of one channel, LANES partial sums of each in registers, and walks a slice of the rows of dy of all
//          images in tiles of ROWS rows and LANES pixels; a row of x is loaded once for all rows of the tile that see it. Nothing is
//          padded in memory: at the borders of a row a vector of x is loaded with what is beyond them, and that is cut off. What is
//          asked for meanwhile is the same place of the next image, whose plane is far away; with a stride, of every row of dy one row
// needs:   one input and one output channel in a group; one layer; a stride of 1 along the width; TAP_ROWS × TAP_COLUMNS taps; ROWS is 1
//          where the stride or the dilation along the height is not
// writes:  each element of one slice by exactly one work-item; conv_sum_slices adds the slices
// order:   lane l sums every LANES-th product of a tile's rows, rows ascending for each vector, one fma each, and tiles ascending; then
//          the lanes by halves; error ≤ n·u·Σ|x·dy|
//          for n = N·P·Q; beyond the borders 0 · dy is added, and x · 0 in lanes behind the last of dy, so that NaN reaches taps that do not see it
// source:  own
//
//@variant  conv_weight_gradient_planes of convolution_weight_gradient
//@prefers  cpu
//@dims     channels slices
//@grid     groups channels, slices; items 1
//@specialise LANES ROWS TAP_ROWS TAP_COLUMNS
#include "types.clh"
#include "lanes.clh"
#include "row_lanes.clh"
#include "ahead.clh"

#define accs      JOIN(acc, LANES)
#define SUM_LANES JOIN(sum_lanes, LANES)

// Adds a tile of dy to the sums of all taps, each vector being made by `load_dy` of a row, or `load_x` of a row and the tap's column.
#define ADD_PRODUCTS(load_dy, load_x)                                                                                  \
    accs d[ROWS];                                                                                                      \
    _Pragma("unroll")                                                                                                  \
    for (int i = 0; i < ROWS; i++) {                                                                                   \
        d[i] = (accs)(0);                                                                                              \
        if (i < rows) {                                                                                                \
            d[i] = load_dy(dy + (long)i * width_out);                                                                  \
        }                                                                                                              \
    }                                                                                                                  \
    _Pragma("unroll")                                                                                                  \
    for (int k = 0; k < ROWS - 1 + TAP_ROWS; k++) {                                                                    \
        const int h = top + k * dilation_h;                                                                            \
        accs pixels[TAP_COLUMNS];                                                                                      \
        if (h >= 0 && h < height) {                                                                                    \
            __global const real* x = x_plane + (long)h * width;                                                        \
            _Pragma("unroll")                                                                                          \
            for (int s = 0; s < TAP_COLUMNS; s++) {                                                                    \
                pixels[s] = load_x(x, s);                                                                              \
            }                                                                                                          \
        } else {                                                                                                       \
            _Pragma("unroll")                                                                                          \
            for (int s = 0; s < TAP_COLUMNS; s++) {                                                                    \
                pixels[s] = (accs)(0);                                                                                 \
            }                                                                                                          \
        }                                                                                                              \
        _Pragma("unroll")                                                                                              \
        for (int i = 0; i < ROWS; i++) {                                                                               \
            const int r = k - i;                                                                                       \
            if (r >= 0 && r < TAP_ROWS && i < rows) {                                                                  \
                _Pragma("unroll")                                                                                      \
                for (int s = 0; s < TAP_COLUMNS; s++) {                                                                \
                    sum[r * TAP_COLUMNS + s] = fma(d[i], pixels[s], sum[r * TAP_COLUMNS + s]);                         \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }
#define COLUMN(s)      (q + (s) * dilation_w - before_w)
#define DY_WITHIN(dy)  VLOAD_AS(REAL, LANES, dy, q)
#define X_WITHIN(x, s) VLOAD_AS(REAL, LANES, x, COLUMN(s))
#define DY_CUT(dy)     LOAD_WITHIN_ROW(dy, q, LANES_WITHIN(q, width_out))
#define X_CUT(x, s)    LOAD_WITHIN_ROW(x, COLUMN(s), within[s])
#define DY_LANES(dy)   cut_lanes(dy, q, width_out, false)
#define X_LANES(x, s)  cut_lanes(x, COLUMN(s), width, false)

__kernel void conv_weight_gradient_planes(
        IN(x_in), IN(dy_in), OUT_AS(TO, dw_out), const int channels, const long images, const int height, const int width,
        const int height_out, const int width_out, const int before_h, const int stride_h, const int dilation_h,
        const int before_w, const int dilation_w, const long rows_of_slice) {
    const int channel = get_group_id(0);
    const long slice = get_group_id(1);
    __global const real* x_all = AT(x_in);
    __global const real* x_end = x_all + images * channels * height * width;
    __global const real* dy_all = AT(dy_in);
    __global const real* dy_end = dy_all + images * channels * height_out * width_out;
    const int reach = (TAP_COLUMNS - 1) * dilation_w;
    accs sum[TAP_ROWS * TAP_COLUMNS];
    #pragma unroll
    for (int tap = 0; tap < TAP_ROWS * TAP_COLUMNS; tap++) {
        sum[tap] = (accs)(0);
    }
    const long begin = slice * rows_of_slice;
    const long end = min(begin + rows_of_slice, images * height_out);
    for (long row = begin, rows; row < end; row += rows) {
        const int p = row % height_out;
        rows = min(min(end - row, (long)ROWS), (long)(height_out - p));
        const long plane = row / height_out * channels + channel;
        __global const real* x_plane = x_all + plane * height * width;
        __global const real* dy = dy_all + (plane * height_out + p) * width_out;
        const int top = p * stride_h - before_h;
        const int bottom = top + ROWS - 1 + (TAP_ROWS - 1) * dilation_h;
        // From the first to the last element of x that a vector may read, but for what q adds.
        const long least = x_plane - x_all + (long)clamp(top, 0, height - 1) * width - before_w;
        const long most = x_plane - x_all + (long)clamp(bottom, 0, height - 1) * width - before_w + reach + LANES;
        for (int q = 0; q < width_out; q += LANES) {
            #pragma unroll
            for (int i = 0; i < ROWS; i++) {
                ASK_LATER(dy + ((long)channels * height_out + i) * width_out + q);
                ASK_LATER(x_plane + ((long)channels * height + p * stride_h + i) * width + q);
            }
            const bool is_whole = q + LANES <= width_out;
            if (is_whole && q >= before_w && q - before_w + reach + LANES <= width) {
                ADD_PRODUCTS(DY_WITHIN, X_WITHIN)
            } else if (least + q >= 0 && most + q <= x_end - x_all
                    && (is_whole || dy_end - dy >= (rows - 1) * width_out + q + LANES)) {
                lane_numbers within[TAP_COLUMNS];
                #pragma unroll
                for (int s = 0; s < TAP_COLUMNS; s++) {
                    within[s] = LANES_WITHIN(COLUMN(s), width);
                }
                ADD_PRODUCTS(DY_CUT, X_CUT)
            } else {
                ADD_PRODUCTS(DY_LANES, X_LANES)
            }
        }
    }
    __global ELEMENT(TO)* dw = AT(dw_out) + (slice * channels + channel) * (TAP_ROWS * TAP_COLUMNS);
    #pragma unroll
    for (int tap = 0; tap < TAP_ROWS * TAP_COLUMNS; tap++) {
        STORE_AS(TO, dw, tap, SUM_LANES(sum[tap]));
    }
}
