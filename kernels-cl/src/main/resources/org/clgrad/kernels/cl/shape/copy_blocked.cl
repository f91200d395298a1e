// copy_blocked: y[…,r,…,c,…] = x[…,r,…,c,…] where x is dense along r and y along c
//
// tile:    a work-item copies BLOCK × BLOCK elements in squares of 8 × 8 that it transposes in registers, so that lines
//          of both x and y are used whole while they are in the cache
// needs:   x and y do not overlap; y repeats no element
// writes:  each element of y by exactly one work-item
// order:   no arithmetic; bits are kept
// source:  [1] Stone, "Parallel processing with the perfect shuffle", IEEE Trans. Computers C-20(2), 1971: three
//          shuffles of 64 elements are the transposition
//
//@variant  copy_blocked of copy
//@shared
//@prefers  cpu
//@dims     rows columns batch
//@tunable  BLOCK {16,32,64} = 64     rows and columns of a work-item
//@grid     groups ceil(columns/BLOCK), ceil(rows/BLOCK), batch; items 1
#include "types.clh"
#include "transpose.clh"

// One perfect shuffle of v[0 … 7] to w[0 … 7]: v[i] and v[i + 4] are interleaved.
#define LOW_HALF(a, b)  (real_bits8)(a.s0, b.s0, a.s1, b.s1, a.s2, b.s2, a.s3, b.s3)
#define HIGH_HALF(a, b) (real_bits8)(a.s4, b.s4, a.s5, b.s5, a.s6, b.s6, a.s7, b.s7)
#define SHUFFLE(v, w)                                                                                                  \
    const real_bits8 w##0 = LOW_HALF(v##0, v##4), w##1 = HIGH_HALF(v##0, v##4);                                        \
    const real_bits8 w##2 = LOW_HALF(v##1, v##5), w##3 = HIGH_HALF(v##1, v##5);                                        \
    const real_bits8 w##4 = LOW_HALF(v##2, v##6), w##5 = HIGH_HALF(v##2, v##6);                                        \
    const real_bits8 w##6 = LOW_HALF(v##3, v##7), w##7 = HIGH_HALF(v##3, v##7);

static void square(__global const real_bits* x, const long xs, __global real_bits* y, const long ys) {
    const real_bits8 a0 = vload8(0, x), a1 = vload8(0, x + xs), a2 = vload8(0, x + 2 * xs), a3 = vload8(0, x + 3 * xs);
    const real_bits8 a4 = vload8(0, x + 4 * xs), a5 = vload8(0, x + 5 * xs);
    const real_bits8 a6 = vload8(0, x + 6 * xs), a7 = vload8(0, x + 7 * xs);
    SHUFFLE(a, b)
    SHUFFLE(b, c)
    SHUFFLE(c, d)
    vstore8(d0, 0, y);
    vstore8(d1, 0, y + ys);
    vstore8(d2, 0, y + 2 * ys);
    vstore8(d3, 0, y + 3 * ys);
    vstore8(d4, 0, y + 4 * ys);
    vstore8(d5, 0, y + 5 * ys);
    vstore8(d6, 0, y + 6 * ys);
    vstore8(d7, 0, y + 7 * ys);
}

__kernel void copy_blocked(TRANSPOSE_ARGUMENTS) {
    __global const real_bits* x = BITS_IN(x_in);
    __global real_bits* y = BITS_OUT(y_out);
    MOVE_TO(get_global_id(2))
    const long first_column = get_global_id(0) * BLOCK;
    const long first_row = get_global_id(1) * BLOCK;
    const long last_column = min(first_column + BLOCK, columns);
    const long last_row = min(first_row + BLOCK, rows);
    for (long r = first_row; r < last_row; r += 8) {
        for (long c = first_column; c < last_column; c += 8) {
            if (r + 8 <= last_row && c + 8 <= last_column) {
                square(x + r + c * xs_column, xs_column, y + r * ys_row + c, ys_row);
                continue;
            }
            for (long i = r; i < min(r + 8, last_row); i++) {
                for (long j = c; j < min(c + 8, last_column); j++) {
                    y[i * ys_row + j] = x[i + j * xs_column];
                }
            }
        }
    }
}
