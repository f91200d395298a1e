// copy_strided: y[i0,…,i7] = x[i0,…,i7], each with strides of its own
//
// tile:    a work-item copies CHUNK neighbours along the innermost axis of one row
// needs:   sizes of leading axes that RANK leaves out are 1; y repeats no element; x and y do not overlap
// writes:  each element of y by exactly one work-item
// order:   no arithmetic; bits are kept
// source:  own
//
//@variant  copy_strided of copy
//@shared
//@dims     rows columns
//@tunable  CHUNK {1,4,16,64,256} = 64     elements of a work-item
//@grid     global ceil(columns/CHUNK), rows
//@specialise RANK
#include "types.clh"

__kernel void copy_strided(
        IN(x_in), OUT(y_out),
        const long size0, const long xs0, const long ys0,
        const long size1, const long xs1, const long ys1,
        const long size2, const long xs2, const long ys2,
        const long size3, const long xs3, const long ys3,
        const long size4, const long xs4, const long ys4,
        const long size5, const long xs5, const long ys5,
        const long size6, const long xs6, const long ys6,
        const long size7, const long xs7, const long ys7) {
    __global const real_bits* x = BITS_IN(x_in);
    __global real_bits* y = BITS_OUT(y_out);
    long rest = get_global_id(1);
#if RANK > 1
    x += rest % size6 * xs6;
    y += rest % size6 * ys6;
    rest /= size6;
#endif
#if RANK > 2
    x += rest % size5 * xs5;
    y += rest % size5 * ys5;
    rest /= size5;
#endif
#if RANK > 3
    x += rest % size4 * xs4;
    y += rest % size4 * ys4;
    rest /= size4;
#endif
#if RANK > 4
    x += rest % size3 * xs3;
    y += rest % size3 * ys3;
    rest /= size3;
#endif
#if RANK > 5
    x += rest % size2 * xs2;
    y += rest % size2 * ys2;
    rest /= size2;
#endif
#if RANK > 6
    x += rest % size1 * xs1;
    y += rest % size1 * ys1;
    rest /= size1;
#endif
#if RANK > 7
    x += rest % size0 * xs0;
    y += rest % size0 * ys0;
    rest /= size0;
#endif
    const long begin = get_global_id(0) * CHUNK;
    const long end = min(begin + CHUNK, size7);
    for (long i = begin; i < end; i++) {
        y[i * ys7] = x[i * xs7];
    }
}
