// matmul_direct: C[z,m,n] = A[z,m,k] · B[z,k,n]      C dense; A of any strides, packed first; B where it lies
//
// tile:    as matmul_packed, but a register tile reads its NR columns of B in place: the columns
//          must be neighbours in memory. Only where fewer than NR are left, a work-item packs them.
//          For few rows or few steps of k, where a packed B would not be read often enough to pay.
// needs:   op(B)[p,j] at p·ldb + j; C aliases neither A nor B; m, n ≥ 1, k ≥ 0; blocks are whole
//          tiles, slices whole K_BLOCKs
// writes:  each element of C, or of a slice's partial C, by exactly one work-item
// order:   in a slice, k ascending, one fma each; then the slices ascending.
//          A term meets at most k roundings either way: error ≤ k·u·Σ|a·b|
// source:  own, from matmul_packed
//
//@variant  matmul_direct of matmul
//@prefers  cpu
//@dims     m n k matrices matrices_a row_blocks column_blocks slices register_bytes
//@tunable  MR {4,6,8,14} = 6             rows of C in registers
//@tunable  NR {4,8,16,32} = 16           columns of C in registers
//@tunable  K_BLOCK {128,256,512} = 256   steps of k between two visits of a tile
//@tunable  PACK_K {64,256} = 64          steps of k that a work-item packs
//@require  MR * NR * sizeof(acc) * 8 <= register_bytes * 7
//@require  MR * NR * sizeof(acc) * 4 >= register_bytes * 3
//@grid     matmul_direct_a: groups ceil(k/PACK_K), ceil(m/MR), matrices_a; items 1
//@grid     matmul_direct: groups column_blocks, row_blocks, matrices * slices; items 1
//@grid     matmul_direct_sum: groups ceil(matrices * m * n / 64); items 1
#include "types.clh"
#include "batch.clh"
#include "slices.clh"
#include "panels.clh"

WIDE_TILE(wide_tile, __global const real*, LOAD_IN_PLACE)

__kernel void matmul_direct_a(
        IN(a_in), const long row_stride, const long k_stride, BATCH_STRIDES(a), OUT_AS(ACC, panels_out),
        const long m, const long k, BATCH_AXES) {
    const long panel = get_global_id(1);
    const long z = get_global_id(2);
    const long first = get_global_id(0) * PACK_K;
    pack_lines(AT(a_in) + MATRIX_AT(a, z) + panel * MR * row_stride, row_stride, k_stride,
               AT(panels_out) + (z * ((m + MR - 1) / MR) + panel) * LINES * k, LINES,
               first, min(first + PACK_K, k), LINES, (int)min(m - panel * MR, (long)LINES));
}

__kernel void matmul_direct(
        IN_AS(ACC, a_panels), BATCH_STRIDES(a), IN(b_in), const long ldb, BATCH_STRIDES(b), OUT_AS(TO, c_out),
        const long m, const long n, const long k, const long row_block, const long column_block,
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
    acc edge[K_BLOCK * NR] __attribute__((aligned(64)));
    long p = slice;
    do {  // once also where k is 0, to write the zeros
        const int steps = min(slice_end - p, (long)K_BLOCK);
        for (long j = column_begin; j < column_end; j += NR) {
            __global const real* b_pj = b + p * ldb + j;
            const int columns = min(n - j, (long)NR);
            if (columns < NR) {
                pack_columns(b_pj, 1, ldb, edge, NR, 0, steps, NR, columns);
            }
            for (long i = row_begin; i < row_end; i += MR) {
                __global const acc* a_ip = a + i / MR * LINES * k + p * LINES;
                __global ELEMENT(TO)* c_ij = c + i * n + j;
                const int rows = min(m - i, (long)MR);
                if (columns == NR) {
                    wide_tile(a_ip, b_pj, ldb, steps, p == slice, c_ij, n, rows);
                } else {
                    narrow_tile(a_ip, edge, steps, p == slice, c_ij, n, rows, columns);
                }
            }
        }
        p += K_BLOCK;
    } while (p < slice_end);
}

__kernel void matmul_direct_sum(IN_AS(ACC, partial_in), OUT(c_out), const long elements, const int slices) {
    const long first = get_global_id(0) * 64;
    sum_slices(AT(partial_in), AT(c_out), elements, slices, first, min(first + 64, elements));
}
