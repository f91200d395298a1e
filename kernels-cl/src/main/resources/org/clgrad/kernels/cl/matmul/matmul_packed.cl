// matmul_packed: C[z,m,n] = A[z,m,k] · B[z,k,n]      C dense; A and B of any strides
//
// tile:    a work-item owns a block of C, row_block × column_block, and makes it out of register
//          tiles of MR × NR. A first pass lays A out in panels of MR rows, k outermost, zeros beyond
//          the edge:   panel  p=0: a₀ a₁ … │ p=1: a₀ a₁ … │      so that a tile reads it as a stream.
//          Of B, a work-item packs NR columns by K_BLOCK steps at a time into memory of its own, which
//          stays in the first-level cache while all of the block's panels of A pass by; B itself is
//          read once for each block of rows, and never written elsewhere.
//          Per step of k, a tile loads NR elements of B as vectors and fmas each with MR elements of
//          A, repeated across a vector.
//          Where C has too few blocks for the processors, k is cut into slices, whose partial
//          results the pass _sum adds.
// needs:   C aliases neither A nor B; m, n ≥ 1, k ≥ 0; blocks are whole tiles, slices whole K_BLOCKs
// writes:  each element of C, or of a slice's partial C, by exactly one work-item
// order:   in a slice, k ascending, one fma each; then the slices ascending.
//          A term meets at most k roundings either way: error ≤ k·u·Σ|a·b|
// source:  K. Goto, R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS
//          34(3), 2008; F. Van Zee, R. van de Geijn, "BLIS", ACM TOMS 41(3), 2015, for the panels
//
//@variant  matmul_packed of matmul
//@prefers  cpu
//@dims     m n k matrices matrices_a row_blocks column_blocks slices register_bytes
//@tunable  MR {4,6,8,14} = 6             rows of C in registers
//@tunable  NR {4,8,16,32} = 16           columns of C in registers
//@tunable  K_BLOCK {128,256,512} = 256   steps of k between two visits of a tile
//@tunable  PACK_K {64,256} = 64          steps of k that a work-item packs
//@require  MR * NR * sizeof(acc) * 8 <= register_bytes * 7
//@require  MR * NR * sizeof(acc) * 4 >= register_bytes * 3
//@grid     matmul_packed_a: groups ceil(k/PACK_K), ceil(m/MR), matrices_a; items 1
//@grid     matmul_packed: groups column_blocks, row_blocks, matrices * slices; items 1
//@grid     matmul_packed_sum: groups ceil(matrices * m * n / 64); items 1
#include "types.clh"
#include "batch.clh"
#include "slices.clh"
#include "panels.clh"

WIDE_TILE(wide_tile, const acc*, LOAD_PACKED)

__kernel void matmul_packed_a(
        IN(a_in), const long row_stride, const long k_stride, BATCH_STRIDES(a), OUT_AS(ACC, panels_out),
        const long m, const long k, BATCH_AXES) {
    const long panel = get_global_id(1);
    const long z = get_global_id(2);
    const long first = get_global_id(0) * PACK_K;
    pack_lines(AT(a_in) + MATRIX_AT(a, z) + panel * MR * row_stride, row_stride, k_stride,
               AT(panels_out) + (z * ((m + MR - 1) / MR) + panel) * LINES * k, LINES,
               first, min(first + PACK_K, k), LINES, (int)min(m - panel * MR, (long)LINES));
}

__kernel void matmul_packed(
        IN_AS(ACC, a_panels), BATCH_STRIDES(a), IN(b_in), const long b_row, const long b_column, BATCH_STRIDES(b),
        OUT_AS(TO, c_out), const long m, const long n, const long k, const long row_block, const long column_block,
        const long matrices, const long slice_length, BATCH_AXES) {
    const long z = get_global_id(2) % matrices;
    const long slice = get_global_id(2) / matrices * slice_length;
    const long slice_end = min(slice + slice_length, k);
    __global const acc* a = AT(a_panels) + MATRIX_AT(a, z);
    __global const real* b = AT(b_in) + MATRIX_AT(b, z);
    __global ELEMENT(TO)* c = AT(c_out) + get_global_id(2) * m * n;

    const long row_begin = get_global_id(1) * row_block;
    const long row_end = min(row_begin + row_block, m);
    const long column_begin = get_global_id(0) * column_block;
    const long column_end = min(column_begin + column_block, n);
    acc panel[K_BLOCK * NR] __attribute__((aligned(64)));
    long p = slice;
    do {  // once also where k is 0, to write the zeros
        const int steps = min(slice_end - p, (long)K_BLOCK);
        for (long j = column_begin; j < column_end; j += NR) {
            const int columns = min(n - j, (long)NR);
            pack_columns(b + p * b_row + j * b_column, b_column, b_row, panel, NR, 0, steps, NR, columns);
            for (long i = row_begin; i < row_end; i += MR) {
                __global const acc* a_ip = a + i / MR * LINES * k + p * LINES;
                __global ELEMENT(TO)* c_ij = c + i * n + j;
                const int rows = min(m - i, (long)MR);
                if (columns == NR) {
                    wide_tile(a_ip, panel, NR, steps, p == slice, c_ij, n, rows);
                } else {
                    narrow_tile(a_ip, panel, steps, p == slice, c_ij, n, rows, columns);
                }
            }
        }
        p += K_BLOCK;
    } while (p < slice_end);
}

__kernel void matmul_packed_sum(IN_AS(ACC, partial_in), OUT(c_out), const long elements, const int slices) {
    const long first = get_global_id(0) * 64;
    sum_slices(AT(partial_in), AT(c_out), elements, slices, first, min(first + 64, elements));
}
