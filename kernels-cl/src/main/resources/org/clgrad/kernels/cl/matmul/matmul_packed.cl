// matmul_packed: C[z,m,n] = A[z,m,k] · B[z,k,n]      C dense; A and B of any strides, packed first
//
// tile:    a work-item owns a block of C, row_block × column_block, and makes it out of register
//          tiles of MR × NR. The pack passes lay A out in panels of MR rows and B in panels of NR
//          columns, k outermost and zeros beyond the edge, so that a tile reads both as streams and
//          the transposes are forgotten:
//              panel of A  p=0: a₀ a₁ … │ p=1: a₀ a₁ … │      panel of B  p=0: b₀ … │ p=1: b₀ … │
//          Per step of k, a tile loads NR elements of B as vectors and fmas each with MR elements of
//          A, repeated across a vector. It goes over K_BLOCK steps at a time: so much of a panel of B
//          stays in the first-level cache while all of the block's panels of A pass by it.
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
//@dims     m n k matrices matrices_a matrices_b row_blocks column_blocks slices register_bytes
//@tunable  MR {4,6,8,14} = 6             rows of C in registers
//@tunable  NR {4,8,16,32} = 16           columns of C in registers
//@tunable  K_BLOCK {128,256,512} = 256   steps of k between two visits of a tile
//@tunable  PACK_K {64,256} = 64          steps of k that a work-item packs
//@require  MR * NR * sizeof(acc) * 8 <= register_bytes * 7
//@require  MR * NR * sizeof(acc) * 4 >= register_bytes * 3
//@grid     matmul_packed_a: groups ceil(k/PACK_K), ceil(m/MR), matrices_a; items 1
//@grid     matmul_packed_b: groups ceil(k/PACK_K), ceil(n/NR), matrices_b; items 1
//@grid     matmul_packed: groups column_blocks, row_blocks, matrices * slices; items 1
//@grid     matmul_packed_sum: groups ceil(matrices * m * n / 64); items 1
#include "types.clh"
#include "batch.clh"
#include "slices.clh"
#include "panels.clh"

__kernel void matmul_packed_a(
        IN(a_in), const long row_stride, const long k_stride, BATCH_STRIDES(a), OUT(panels_out),
        const long m, const long k, BATCH_AXES) {
    const long panel = get_global_id(1);
    const long z = get_global_id(2);
    const long first = get_global_id(0) * PACK_K;
    pack(AT(a_in) + MATRIX_AT(a, z) + panel * MR * row_stride, row_stride, k_stride,
         AT(panels_out) + (z * ((m + MR - 1) / MR) + panel) * MR * k,
         first, min(first + PACK_K, k), MR, (int)min(m - panel * MR, (long)MR));
}

__kernel void matmul_packed_b(
        IN(b_in), const long column_stride, const long k_stride, BATCH_STRIDES(b), OUT(panels_out),
        const long n, const long k, BATCH_AXES) {
    const long panel = get_global_id(1);
    const long z = get_global_id(2);
    const long first = get_global_id(0) * PACK_K;
    pack(AT(b_in) + MATRIX_AT(b, z) + panel * NR * column_stride, column_stride, k_stride,
         AT(panels_out) + (z * ((n + NR - 1) / NR) + panel) * NR * k,
         first, min(first + PACK_K, k), NR, (int)min(n - panel * NR, (long)NR));
}

__kernel void matmul_packed(
        IN(a_panels), BATCH_STRIDES(a), IN(b_panels), BATCH_STRIDES(b), OUT_AS(TO, c_out),
        const long m, const long n, const long k, const long row_block, const long column_block,
        const long matrices, const long slice_length, BATCH_AXES) {
    const long z = get_global_id(2) % matrices;
    const long slice = get_global_id(2) / matrices * slice_length;
    const long slice_end = min(slice + slice_length, k);
    __global const real* a = AT(a_panels) + MATRIX_AT(a, z);
    __global const real* b = AT(b_panels) + MATRIX_AT(b, z);
    __global ELEMENT(TO)* c = AT(c_out) + get_global_id(2) * m * n;

    const long row_begin = get_global_id(1) * row_block;
    const long row_end = min(row_begin + row_block, m);
    const long column_begin = get_global_id(0) * column_block;
    const long column_end = min(column_begin + column_block, n);
    long p = slice;
    do {  // once also where k is 0, to write the zeros
        const int steps = min(slice_end - p, (long)K_BLOCK);
        for (long j = column_begin; j < column_end; j += NR) {
            for (long i = row_begin; i < row_end; i += MR) {
                __global const real* a_ip = a + i * k + p * MR;
                __global const real* b_pj = b + j * k + p * NR;
                __global ELEMENT(TO)* c_ij = c + i * n + j;
                const int rows = min(m - i, (long)MR);
                if (n - j >= NR) {
                    wide_tile(a_ip, b_pj, NR, steps, p == slice, c_ij, n, rows);
                } else {
                    narrow_tile(a_ip, b_pj, NR, steps, p == slice, c_ij, n, rows, (int)(n - j));
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
