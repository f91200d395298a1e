// max_pool_backward_rows: dx = Σ of dy over the windows whose maximum this element was      planes [size_d,size_h,size_w]
//
// tile:    a work-item owns ROWS rows of a plane of dx, in vectors of 8·STRIDE_W elements, or 16·STRIDE_W, each of which asks
//          the windows that may cover it: the taps s of as many neighbouring windows are elements that are STRIDE_W apart.
//          Elements at borders, where some of these windows do not exist, go one by one. A row of a large dx is put together
//          in private memory first, from where it goes past the caches; of a small one that would be waited for, since loads
//          that begin between two stores wait for both
// needs:   dense dy, argmax, dx; windows that slide; STRIDE_W = stride_w is 1 or 2, dilation_w = 1, KERNEL_W = kernel_w; rows
//          of at most LINE elements if LARGE
// writes:  each element of dx by exactly one work-item (the last vector of a row overlaps the one before it)
// order:   windows ascending, row-major      error ≤ (windows − 1)·u·Σ|dy|, none where windows do not overlap
// source:  own
//
//@variant  max_pool_backward_rows of max_pool_backward
//@prefers  cpu
//@dims     planes rows
//@tunable  ROWS {1,4,16,64} = 64     rows of a work-item
//@tunable  STREAM_KIB {0,8192} = 8192     from so many KiB on dx is LARGE
//@grid     groups ceil(rows/ROWS), planes; items 1
//@specialise DEEP STRIDE_W KERNEL_W LARGE
#define ADAPTIVE 0
#include "types.clh"
#include "lane_type.clh"
#include "pool.clh"
#include "stream.clh"

// Where a row of dx is put together.
#define LINE 2048
#if LARGE
#define ROW_OF_DX               acc*
#define PUT(dx_row, i, v)       ((dx_row)[i] = (v))
#define PUT_VECTOR(n, p, i, v)  JOIN(vstore, n)(v, 0, (p) + (i))
#else
#define ROW_OF_DX               __global real*
#define PUT(dx_row, i, v)       STORE(dx_row, i, v)
#define PUT_VECTOR(n, p, i, v)  VSTORE_AS(REAL, n, p, i, v)
#endif

// Windows that cover an element along a row: so many before the one that begins there, or nearest before it.
#define BEFORE ((KERNEL_W - 1) / STRIDE_W)

#define TAP_OF(a, i, o) (dilation_##a == 1 ? (i) - BEGIN(a, o) : ((i) - BEGIN(a, o)) / dilation_##a)
#define IS_TAP(a, i, o) (dilation_##a == 1 || ((i) - BEGIN(a, o)) % dilation_##a == 0)

// For all rows of windows that have taps in row (id, ih) of dx, ascending: `windows`, where that row begins among the windows of a
// plane, and `tap`, the number of the first of those taps.
#define EACH_ROW_OF_WINDOWS(statement)                                                                                 \
    for (int od = FIRST(d, id); od <= LAST(d, id); od++) {                                                             \
        for (int oh = first_h; oh <= last_h; oh++) {                                                                   \
            if (IS_TAP(d, id, od) && IS_TAP(h, ih, oh)) {                                                              \
                const long windows = ((long)od * out_h + oh) * out_w;                                                  \
                const int tap = (TAP_OF(d, id, od) * kernel_h + TAP_OF(h, ih, oh)) * KERNEL_W;                         \
                statement                                                                                              \
            }                                                                                                          \
        }                                                                                                              \
    }

// Column iw of a row.
static acc element(
        __global const real* dy, __global const ELEMENT(T1)* argmax, const int id, const int ih, const int first_h,
        const int last_h, const int iw, WINDOW) {
    const int first_w = FIRST(w, iw);
    const int last_w = LAST(w, iw);
    acc sum = 0;
    EACH_ROW_OF_WINDOWS(
        for (int ow = first_w; ow <= last_w; ow++) {
            sum += argmax[windows + ow] == tap + iw - BEGIN(w, ow) ? LOAD(dy, windows + ow) : AS_ACC(0);
        })
    return sum;
}

// Puts n·STRIDE_W columns of a row, the first of which is under tap 0 of window ow, into dx. Numbers of taps are compared as
// they lie in memory: of bytes, four times as many are in a vector.
#define ELEMENTS(n)                                                                                                    \
    JOIN(acc, n) even = (JOIN(acc, n))(0);                                                                             \
    JOIN(acc, n) odd = (JOIN(acc, n))(0);                                                                              \
    EACH_ROW_OF_WINDOWS(                                                                                               \
        _Pragma("unroll")                                                                                              \
        for (int before = BEFORE; before >= 0; before--) {                                                             \
            const long at = windows + ow - before;                                                                     \
            const NUMBERS(n) numbers = JOIN(vload, n)(0, argmax + at);                                                 \
            const NUMBERS(n) number = (NUMBERS(n))(tap + before * STRIDE_W);                                           \
            const JOIN(acc, n) g = VLOAD_AS(REAL, n, dy, at);                                                          \
            even += select((JOIN(acc, n))(0), g, TRUTHS(n)(numbers == number));                                        \
            if (STRIDE_W == 2 && before * STRIDE_W + 1 < KERNEL_W) {                                                   \
                odd += select((JOIN(acc, n))(0), g, TRUTHS(n)(numbers == number + (NUMBERS(n))(1)));                   \
            }                                                                                                          \
        })                                                                                                             \
    store_columns##n(even, odd, dx_row);
#define NUMBERS(n) JOIN(ELEMENT(T1), n)
#define TRUTHS(n)  JOIN(JOIN(convert_, lane1), n)

static void store_columns8(const acc8 even, const acc8 odd, ROW_OF_DX dx_row) {
#if STRIDE_W == 1
    PUT_VECTOR(8, dx_row, 0, even);
#else
    PUT_VECTOR(8, dx_row, 0, (acc8)(even.s0, odd.s0, even.s1, odd.s1, even.s2, odd.s2, even.s3, odd.s3));
    PUT_VECTOR(8, dx_row, 8, (acc8)(even.s4, odd.s4, even.s5, odd.s5, even.s6, odd.s6, even.s7, odd.s7));
#endif
}

static void store_columns16(const acc16 even, const acc16 odd, ROW_OF_DX dx_row) {
#if STRIDE_W == 1
    PUT_VECTOR(16, dx_row, 0, even);
#else
    PUT_VECTOR(16, dx_row, 0, (acc16)(even.s0, odd.s0, even.s1, odd.s1, even.s2, odd.s2, even.s3, odd.s3,
                                      even.s4, odd.s4, even.s5, odd.s5, even.s6, odd.s6, even.s7, odd.s7));
    PUT_VECTOR(16, dx_row, 16, (acc16)(even.s8, odd.s8, even.s9, odd.s9, even.sa, odd.sa, even.sb, odd.sb,
                                       even.sc, odd.sc, even.sd, odd.sd, even.se, odd.se, even.sf, odd.sf));
#endif
}

static void elements8(
        __global const real* dy, __global const ELEMENT(T1)* argmax, const int id, const int ih, const int first_h,
        const int last_h, const int ow, ROW_OF_DX dx_row, WINDOW) {
    ELEMENTS(8)
}

static void elements16(
        __global const real* dy, __global const ELEMENT(T1)* argmax, const int id, const int ih, const int first_h,
        const int last_h, const int ow, ROW_OF_DX dx_row, WINDOW) {
    ELEMENTS(16)
}

__kernel void max_pool_backward_rows(IN(dy_in), IN_AS(T1, argmax_in), OUT(dx_out), WINDOW) {
    const long plane = get_global_id(1);
    __global const real* dy = AT(dy_in) + plane * OUT_PLANE;
    __global const ELEMENT(T1)* argmax = AT(argmax_in) + plane * OUT_PLANE;
    __global real* dx = AT(dx_out) + plane * PLANE;
    const int begin = get_global_id(0) * ROWS;
    const int end = min(begin + ROWS, size_d * size_h);
    // The windows all of whose columns exist, and those before them that cover these; by how many they go.
    const int first_ow = max(BEFORE, (pad_w + STRIDE_W - 1) / STRIDE_W);
    const int end_ow = min(out_w, (size_w + pad_w) / STRIDE_W);
    const int lanes = end_ow - first_ow >= 16 ? 16 : end_ow - first_ow >= 8 ? 8 : 0;
    const int inner = lanes > 0 ? first_ow * STRIDE_W - pad_w : size_w;
    const int outer = lanes > 0 ? end_ow * STRIDE_W - pad_w : size_w;
#if LARGE
    acc dx_row[LINE];
#endif
    for (int row = begin; row < end; row++) {
        const int id = DEPTH_OF(row, size_h);
        const int ih = HEIGHT_OF(row, size_h);
        const int first_h = FIRST(h, ih);
        const int last_h = LAST(h, ih);
#if !LARGE
        __global real* dx_row = dx + (long)row * size_w;
#endif
        for (int iw = 0; iw < inner; iw++) {
            PUT(dx_row, iw, element(dy, argmax, id, ih, first_h, last_h, iw, WINDOW_VALUES));
        }
        // The last vector begins early so that it ends with the others.
        for (int next = first_ow; lanes > 0 && next < end_ow; next += lanes) {
            const int ow = min(next, end_ow - lanes);
            if (lanes == 16) {
                elements16(dy, argmax, id, ih, first_h, last_h, ow, dx_row + ow * STRIDE_W - pad_w, WINDOW_VALUES);
            } else {
                elements8(dy, argmax, id, ih, first_h, last_h, ow, dx_row + ow * STRIDE_W - pad_w, WINDOW_VALUES);
            }
        }
        for (int iw = outer; iw < size_w; iw++) {
            PUT(dx_row, iw, element(dy, argmax, id, ih, first_h, last_h, iw, WINDOW_VALUES));
        }
#if LARGE
        store_line(dx + (long)row * size_w, dx_row, size_w, AS_ACC(1), AS_ACC(0), STREAMS(REAL, STREAM_KIB << 10));
#endif
    }
}
