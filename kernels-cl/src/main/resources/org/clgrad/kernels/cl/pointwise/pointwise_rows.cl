// pointwise_rows: y = formula(x0, x1, …), each element on its own; repeated operands have strides of 0
//
// tile:    a work-item does CHUNK neighbours along the innermost axis, or as many whole rows as hold about that many
//          elements, in vectors; what is left of a row is moved lane by lane. A large result that is not an input is stored
//          past the caches, from the first aligned vector of a row on
// needs:   axes that do not exist have size 1; y repeats no element; an input that overlaps y is y, in the same layout
// writes:  each element of y by exactly one work-item, which has read the inputs' elements before
// order:   none; the error is that of the formula
// source:  own
//
//@variant  pointwise_rows of pointwise
//@prefers  cpu
//@dims     rows columns
//@tunable  CHUNK {256,4096,16384} = 16384     elements of a work-item
//@tunable  STREAM_KIB {0,8192} = 8192     from so many KiB on a result goes past the caches
//@grid     groups ceil(columns/CHUNK), ceil(rows/max(1, CHUNK/max(1, columns))); items 1
//@specialise INPUTS CONSTANTS FORMULA WIDTH
#include "types.clh"
#include "math.clh"
#include "pointwise.clh"
#include "stream.clh"
#include "ahead.clh"

#define whole long

#define ROW(k) __global const ELEMENT(T##k)* row##k = AT(x##k##_in) + place##k;
#define NEXT_ROW(k) row##k += x##k##s6;
// What is changed in place has just been read, so that its lines are in the caches.
#define IS_OTHER(k) && (__global const void*)AT(x##k##_in) != (__global const void*)AT(y_out)
#define READ(k)                                                                                                        \
    val in##k;                                                                                                         \
    if (x##k##s7 == 0) {                                                                                               \
        in##k = (val)(LOAD_AS(T##k, row##k, 0));                                                                       \
    } else if (x##k##s7 == 1 && lanes == WIDTH) {                                                                      \
        ASK_AHEAD(row##k + i);                                                                                         \
        in##k = VLOAD_AS(T##k, WIDTH, row##k, i);                                                                      \
    } else {                                                                                                           \
        acc some[WIDTH] = {0};                                                                                         \
        for (int lane = 0; lane < lanes; lane++) {                                                                     \
            some[lane] = LOAD_AS(T##k, row##k, (i + lane) * x##k##s7);                                                 \
        }                                                                                                              \
        in##k = JOIN(vload, WIDTH)(0, some);                                                                           \
    }

__kernel void pointwise_rows(POINTWISE_ARGUMENTS) {
    EACH_CONSTANT(CONSTANT_VALUE)
    const long begin = get_global_id(0) * CHUNK;
    const long end = min(begin + CHUNK, size7);
    const bool streams = STREAMS(TO, size0 * size1 * size2 * size3 * size4 * size5 * size6 * size7) && ys7 == 1
            EACH_INPUT(IS_OTHER);
    const long rows_per_item = max(1L, CHUNK / max(1L, size7));
    long first = get_global_id(1) * rows_per_item;
    const long last = min(first + rows_per_item, size0 * size1 * size2 * size3 * size4 * size5 * size6);
    while (first < last) {
        // Rows that differ in axis 6 only are a step apart; dividing to find a place is dear.
        const long run = min(last - first, size6 - first % size6);
        EACH_INPUT(PLACE)
        whole place = 0;
        whole rest = first;
        AXIS(6)
        if (rest > 0) {
            AXIS(5) AXIS(4) AXIS(3) AXIS(2) AXIS(1) OUTERMOST_AXIS(0)
        }
        EACH_INPUT(ROW)
        __global ELEMENT(TO)* row = AT(y_out) + place;
        for (long r = 0; r < run; r++) {
            const int head = streams ? LANES_TO_ALIGNED(TO, WIDTH, row + begin) : 0;
            int lanes = 0;
            for (long i = begin; i < end; i += lanes) {
                lanes = (int)min(i == begin && head > 0 ? (long)head : (long)WIDTH, end - i);
                EACH_INPUT(READ)
                FORMULA
                if (streams && lanes == WIDTH) {
                    VSTREAM_AS(TO, WIDTH, row, i, y);
                } else if (ys7 == 1 && lanes == WIDTH) {
                    VSTORE_AS(TO, WIDTH, row, i, y);
                } else {
                    acc some[WIDTH];
                    JOIN(vstore, WIDTH)(y, 0, some);
                    for (int lane = 0; lane < lanes; lane++) {
                        STORE_AS(TO, row, (i + lane) * ys7, some[lane]);
                    }
                }
            }
            EACH_INPUT(NEXT_ROW)
            row += ys6;
        }
        first += run;
    }
}
