// max_pool_rows: y = the largest of each window, argmax = the number of its tap      planes [size_d,size_h,size_w]
//
// tile:    a work-item owns ROWS rows of an output plane; 8 neighbouring outputs whose windows lie within the columns are the
//          lanes of a vector, whose taps are one load for STRIDE_W = 1, half of a load of 16 for STRIDE_W = 2, and gathered for
//          0 (any other); outputs at borders go one by one. Where there are fewer than 8 between them, a vector sees what follows
//          its row in memory too, if another plane does that is large enough, and stores the lanes that are outputs
// needs:   dense x, y, argmax; T1 holds kernel_d·kernel_h·kernel_w; windows that slide; KERNEL_W is kernel_w, or 0 where
//          that is more than 8
// writes:  each element of y and argmax by exactly one work-item (the last vector of a row overlaps the one before it)
// order:   taps ascending: the first of equal ones, the last of several NaN; exact
// source:  own; NaN as in PyTorch's max_pool2d
//
//@variant  max_pool_rows of max_pool
//@prefers  cpu
//@dims     planes rows
//@tunable  ROWS {1,4,16,64} = 64     output rows of a work-item
//@grid     groups ceil(rows/ROWS), planes; items 1
//@specialise DEEP STRIDE_W KERNEL_W RECTIFIED
#define ADAPTIVE 0
#include "types.clh"
#include "lane_type.clh"
#include "lanes.clh"
#include "pool.clh"
#include "max_pool.clh"
#include "ahead.clh"

#if KERNEL_W
#define TAPS_OF_LINE KERNEL_W
#else
#define TAPS_OF_LINE kernel_w
#endif

// Tap s of 8 windows, of which the first begins at x.
static acc8 tap_lanes(__global const real* x, const int s, const int dilation_w, const int stride_w) {
#if STRIDE_W == 1
    return VLOAD8(x, s * dilation_w);
#elif STRIDE_W == 2
    // Never beyond the last tap of the last window.
    if (s == 0) {
        const acc16 v = VLOAD16(x, 0);
        return even_lanes_(v);
    }
    const acc16 v = VLOAD16(x, s * dilation_w - 1);
    return odd_lanes_(v);
#else
    acc values[8];
    for (int lane = 0; lane < 8; lane++) {
        values[lane] = LOAD(x, s * dilation_w + lane * stride_w);
    }
    return vload8(0, values);
#endif
}

// The largest of the windows ow to ow + 7 of row `row` of outputs, which lie within the columns, and the numbers of their taps.
static acc8 eight_maxima(__global const real* x, const int row, const int ow, lane8* number, WINDOW) {
    const int front = BEGIN(d, DEPTH_OF(row, out_h));
    const int top = BEGIN(h, HEIGHT_OF(row, out_h));
    acc8 best = (acc8)(-INFINITY);
    lane8 arg = (lane8)(0);
    bool is_first = true;
    for (int line = 0; line < kernel_d * kernel_h; line++) {
        const int id = front + DEPTH_OF(line, kernel_h) * dilation_d;
        const int ih = top + HEIGHT_OF(line, kernel_h) * dilation_h;
        if (id < 0 || id >= size_d || ih < 0 || ih >= size_h) {
            continue;
        }
        if (is_first) {
            arg = (lane8)(line * TAPS_OF_LINE);
            is_first = false;
        }
        __global const real* x_row = x + ((long)id * size_h + ih) * size_w + BEGIN(w, ow);
        ASK_AHEAD(x_row);
#if KERNEL_W
        #pragma unroll
#endif
        for (int s = 0; s < TAPS_OF_LINE; s++) {
            const acc8 v = tap_lanes(x_row, s, dilation_w, stride_w);
            const lane8 take = (v > best) | (v != v);
            best = select(best, v, take);
            arg = select(arg, (lane8)(line * TAPS_OF_LINE + s), take);
        }
    }
#if RECTIFIED
    const lane8 cut = best <= (acc8)(0);
    best = select(best, (acc8)(0), cut);
    arg = select(arg, (lane8)(NO_TAP), cut);
#endif
    *number = arg;
    return best;
}

static void eight_windows(
        __global const real* x, __global real* y, __global ELEMENT(T1)* argmax, const int row, const int ow, WINDOW) {
    lane8 number;
    const acc8 best = eight_maxima(x, row, ow, &number, WINDOW_VALUES);
    const long at = (long)row * out_w + ow;
    VSTORE8(y, at, best);
    vstore8(JOIN(JOIN(convert_, ELEMENT(T1)), 8)(number), 0, argmax + at);
}

// The first `present` of eight.
static void some_windows(
        __global const real* x, __global real* y, __global ELEMENT(T1)* argmax, const int row, const int ow, const int present,
        WINDOW) {
    lane8 number;
    const acc8 best = eight_maxima(x, row, ow, &number, WINDOW_VALUES);
    acc maxima[8];
    lane1 numbers[8];
    vstore8(best, 0, maxima);
    vstore8(number, 0, numbers);
    const long at = (long)row * out_w + ow;
    for (int lane = 0; lane < present; lane++) {
        STORE(y, at + lane, maxima[lane]);
        argmax[at + lane] = (ELEMENT(T1))numbers[lane];
    }
}

static void one_window(
        __global const real* x, __global real* y, __global ELEMENT(T1)* argmax, const int row, const int ow, WINDOW) {
    int arg;
    const long at = (long)row * out_w + ow;
    const acc best = window_max(
            x, BEGIN(d, DEPTH_OF(row, out_h)), BEGIN(h, HEIGHT_OF(row, out_h)), BEGIN(w, ow), kernel_d, kernel_h,
            TAPS_OF_LINE, &arg, WINDOW_VALUES);
    STORE(y, at, best);
    argmax[at] = (ELEMENT(T1))arg;
}

__kernel void max_pool_rows(IN(x_in), OUT(y_out), OUT_AS(T1, argmax_out), const long planes, WINDOW) {
    const long plane = get_global_id(1);
    __global const real* x = AT(x_in) + plane * PLANE;
    __global real* y = AT(y_out) + plane * OUT_PLANE;
    __global ELEMENT(T1)* argmax = AT(argmax_out) + plane * OUT_PLANE;
    // From the first window that begins within the columns to behind the last that ends there, and a load of 16 with it.
    const int room = size_w - 1 - max((TAPS_OF_LINE - 1) * dilation_w, STRIDE_W - 1) + pad_w;
    const int begins = (pad_w + stride_w - 1) / stride_w;
    const int ends = room < 0 ? 0 : min(out_w, room / stride_w + 1);
    // Lanes beyond the last window read up to 8 windows and a load of 16 further: what is behind all but the last plane.
    const bool has_room = plane + 1 < planes && PLANE >= 8 * stride_w + 16;
    const bool has_vectors = ends - begins >= (has_room ? 2 : 8);
    const int inner = has_vectors ? begins : out_w;
    const int outer = has_vectors ? ends : out_w;
    const int begin = get_global_id(0) * ROWS;
    const int end = min(begin + ROWS, out_d * out_h);
    for (int row = begin; row < end; row++) {
        for (int ow = 0; ow < inner; ow++) {
            one_window(x, y, argmax, row, ow, WINDOW_VALUES);
        }
        if (outer - inner >= 8) {
            for (int ow = inner; ow < outer; ow += 8) {
                eight_windows(x, y, argmax, row, min(ow, outer - 8), WINDOW_VALUES);
            }
        } else if (outer > inner) {
            some_windows(x, y, argmax, row, inner, outer - inner, WINDOW_VALUES);
        }
        for (int ow = outer; ow < out_w; ow++) {
            one_window(x, y, argmax, row, ow, WINDOW_VALUES);
        }
    }
}
