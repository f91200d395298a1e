// conv_weight_gradient_planes: dw[k,r,s] = Σ dy[n,k,p,q] · x[n,k,p·stride_h + r·dilation_h − before_h, q + s·dilation_w − before_w]
//
// tile:    a work-item owns all taps of one channel, LANES partial sums of each in registers, and walks a slice of the rows of dy of all
//          images. Nothing is padded in memory: at the borders of a row a vector of x is loaded with what is beyond them, and
//          that is cut off
// needs:   one input and one output channel in a group; one layer; a stride of 1 along the width; TAP_ROWS × TAP_COLUMNS taps
// writes:  each element of one slice by exactly one work-item; conv_sum_slices adds the slices
// order:   lane l sums every LANES-th product of a row, rows ascending, one fma each; then the lanes by halves; error ≤ n·u·Σ|x·dy|
//          for n = N·P·Q; beyond the borders 0 · dy is added, so that NaN in dy reaches all taps
// source:  own
//
//@variant  conv_weight_gradient_planes of convolution_weight_gradient
//@prefers  cpu
//@dims     channels slices
//@grid     groups channels, slices; items 1
//@specialise LANES TAP_ROWS TAP_COLUMNS
#include "types.clh"
#include "lanes.clh"
#include "row_lanes.clh"

#define accs      JOIN(acc, LANES)
#define truths    JOIN(lane1, LANES)
#define SUM_LANES JOIN(sum_lanes, LANES)

// Adds a vector of a row of dy to the sums of all taps, each vector of x being made by `load` of a row and the tap's column.
#define ADD_PRODUCTS(load)                                                                                             \
    _Pragma("unroll")                                                                                                  \
    for (int r = 0; r < TAP_ROWS; r++) {                                                                               \
        const int h = p * stride_h + r * dilation_h - before_h;                                                        \
        const bool is_row = h >= 0 && h < height;                                                                      \
        __global const real* x = x_plane + (is_row ? (long)h * width : 0);                                             \
        _Pragma("unroll")                                                                                              \
        for (int s = 0; s < TAP_COLUMNS; s++) {                                                                        \
            const accs pixels = is_row ? load(x, s) : (accs)(0);                                                       \
            sum[r * TAP_COLUMNS + s] = fma(d, pixels, sum[r * TAP_COLUMNS + s]);                                       \
        }                                                                                                              \
    }
#define COLUMN(s)         (q + (s) * dilation_w - before_w)
#define LOAD_WITHIN(x, s) VLOAD_AS(REAL, LANES, x, COLUMN(s))
#define LOAD_CUT(x, s)    select((accs)(0), VLOAD_AS(REAL, LANES, x, COLUMN(s)), within[s])
#define LOAD_LANES(x, s)  cut_lanes(x, COLUMN(s), width, false)

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
    for (long row = begin; row < end; row++) {
        const int p = row % height_out;
        const long plane = row / height_out * channels + channel;
        __global const real* x_plane = x_all + plane * height * width;
        __global const real* dy = dy_all + (plane * height_out + p) * width_out;
        const int top = p * stride_h - before_h;
        // From the first to the last element of x that a vector may read, but for what q adds.
        const long least = x_plane - x_all + (long)clamp(top, 0, height - 1) * width - before_w;
        const long most = x_plane - x_all + (long)clamp(top + (TAP_ROWS - 1) * dilation_h, 0, height - 1) * width - before_w
                + reach + LANES;
        for (int q = 0; q < width_out; q += LANES) {
            const accs d = q + LANES <= width_out ? VLOAD_AS(REAL, LANES, dy, q) : cut_lanes(dy, q, width_out, dy_end - dy >= q + LANES);
            if (q >= before_w && q - before_w + reach + LANES <= width) {
                ADD_PRODUCTS(LOAD_WITHIN)
            } else if (least + q >= 0 && most + q <= x_end - x_all) {
                truths within[TAP_COLUMNS];
                #pragma unroll
                for (int s = 0; s < TAP_COLUMNS; s++) {
                    within[s] = LANES_WITHIN(COLUMN(s), width);
                }
                ADD_PRODUCTS(LOAD_CUT)
            } else {
                ADD_PRODUCTS(LOAD_LANES)
            }
        }
    }
    __global ELEMENT(TO)* dw = AT(dw_out) + (slice * channels + channel) * (TAP_ROWS * TAP_COLUMNS);
    #pragma unroll
    for (int tap = 0; tap < TAP_ROWS * TAP_COLUMNS; tap++) {
        STORE_AS(TO, dw, tap, SUM_LANES(sum[tap]));
    }
}
