// stream_copy: y[i] = x[i]     the most memory that a device can move
//
// tile:    a work-item copies ROWS vectors of WIDTH elements: neighbours, so that a core reads a long run, where ROWS is
//          large; one, so that the lanes of a GPU are neighbours, where it is 1
// needs:   dense tensors; y does not overlap x
// writes:  each element of y by exactly one work-item
// order:   no arithmetic
// source:  own; the measure: McCalpin, "STREAM", 1995
//
//@variant  stream_copy of stream_copy
//@prefers  any
//@dims     n
//@tunable  WIDTH {2,4,8,16} = 4      elements of a vector
//@tunable  ROWS {1,64,1024} = 1      vectors of a work-item
//@tunable  STREAMING {0,1} = 0       whether stores go past the caches, where the compiler can say so (clang's builtin) and y is aligned
//@grid     global ceil(n/(WIDTH*ROWS))
#include "types.clh"

#define LOAD_VECTOR(x, i)     VLOAD_AS(REAL, WIDTH, x, i)
#define STORE_VECTOR(y, i, v) VSTORE_AS(REAL, WIDTH, y, i, v)

// A store into the cache reads the line first, which is half as much traffic again.
#if STREAMING && defined(__has_builtin)
#if __has_builtin(__builtin_nontemporal_store)
#define STREAM_VECTOR(y, i, v) __builtin_nontemporal_store(v, (__global JOIN(real, WIDTH)*)((y) + (i)))
#endif
#endif

__kernel void stream_copy(IN(x_in), OUT(y_out), const long n) {
    __global const real* x = AT(x_in);
    __global real* y = AT(y_out);
    long i = get_global_id(0) * (WIDTH * ROWS);
    const long end = min(i + WIDTH * ROWS, n);
#ifdef STREAM_VECTOR
    if ((size_t)y % sizeof(JOIN(real, WIDTH)) == 0) {
        for (; i + WIDTH <= end; i += WIDTH) {
            STREAM_VECTOR(y, i, LOAD_VECTOR(x, i));
        }
    }
#endif
    for (; i + WIDTH <= end; i += WIDTH) {
        STORE_VECTOR(y, i, LOAD_VECTOR(x, i));
    }
    for (; i < end; i++) {
        STORE(y, i, LOAD(x, i));
    }
}
