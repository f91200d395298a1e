// matmul_packed: C[z,m,n] = A[z,m,k] · B[z,k,n]      C dense; A and B of any strides
//
// tile:    a work-item owns a block of C, row_block × column_block, and makes it out of register tiles of MR × NR, K_BLOCK steps
//          of k at a time. NR columns of B after the other become a panel in local memory, for a CPU its second-level cache,
//              panel  p=0: b₀ b₁ … │ p=1: b₀ b₁ … │      k outermost, so that a tile reads it as a stream, and stay in the
//          first-level cache while the block's rows of A pass by: from panels of MR rows, or from where they are, if they are
//          dense along k and C is small, or local memory: rows a multiple of 4 KiB apart push one another out of the first-level
//          cache, but packing has to pay.
//          Where rows of B are dense, the first tile that needs a panel packs it on the way, and asks for what comes
//          32 steps later, since lines of rows that are far apart would be waited for one after the other.
//          Per step of k, a tile loads NR elements of B as vectors and fmas each with MR elements of A, repeated across a
//          vector. Nothing is packed in global memory, and there is no pass before: blocks are so chosen that rows of A and
//          columns of B are read as few times as can be.
//          Where C has too few blocks for the processors, k is cut into slices, whose partial results the pass _sum adds.
// needs:   C aliases neither A nor B; m, n ≥ 1, k ≥ 0; blocks are whole tiles, slices whole K_BLOCKs;
//          A in place: m ≥ MR; a_column = 1 or k ≤ 1
// writes:  each element of C, or of a slice's partial C, by exactly one work-item
// order:   in K_BLOCK steps k ascending, one fma each; these one after the other; then the slices ascending.
//          A term meets at most k roundings: error ≤ k·u·Σ|a·b|. A bias is added last
// source:  K. Goto, R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS
//          34(3), 2008; F. Van Zee, R. van de Geijn, "BLIS", ACM TOMS 41(3), 2015, for the panels
//
//@variant  matmul_packed of matmul
//@prefers  cpu
//@dims     m n k matrices row_blocks column_blocks slices register_bytes local_bytes in_place
//@tunable  MR {4,6,8,12,14} = 6          rows of C in registers
//@tunable  NR {4,8,16,32} = 16          columns of C in registers
//@tunable  K_BLOCK {4,64,128,256} = 256 steps of k between two visits of a tile
//@tunable  PACK_A {0,1} = 1             whether A is read from panels, where it could be read in place
//@require  MR * NR * sizeof(acc) * 8 <= register_bytes * 7
//@require  MR * NR * sizeof(acc) * 4 >= register_bytes * 3
//@require  PACK_A == 1 || in_place == 1 && m >= MR
//@require  PACK_A == 0 || in_place == 0 || m < min(MR, 12) || n >= 16 * NR && m * n >= 524288 && (32 * max(ceil(MR/4)*4, 8) + NR) * K_BLOCK * sizeof(acc) <= LOCAL_MEMORY_BYTES
//@require  (PACK_A * max(ceil(MR/4)*4, 8) + NR) * min(K_BLOCK, max(k, 1)) * sizeof(acc) <= LOCAL_MEMORY_BYTES
//@require  K_BLOCK >= 64 || (PACK_A * max(ceil(MR/4)*4, 8) + NR) * min(64, k) * sizeof(acc) > LOCAL_MEMORY_BYTES
//@local    matmul_packed: local_bytes
//@grid     matmul_packed: groups column_blocks, row_blocks, matrices * slices; items 1
//@grid     matmul_packed_sum: groups ceil(matrices * m * n / 64); items 1
//@specialise BIAS RELU PARTIAL
#include "types.clh"
#include "batch.clh"
#include "slices.clh"
#include "ending.clh"
#include "panels.clh"

#if PACK_A
#define A_PANELS , __local acc* a_panels
// Where columns of A are dense, all panels are packed by so many steps of k: what a panel leaves of a line of memory, the next one
// takes before it is gone.
#define PIECE 32
#else
#define A_PANELS
#endif

__kernel void matmul_packed(
        IN(a_in), const long a_row, const long a_column, BATCH_STRIDES(a), IN(b_in), const long b_row, const long b_column,
        BATCH_STRIDES(b), OUT_AS(TO, c_out), const long m, const long n, const long k, const long row_block,
        const long column_block, const long matrices, const long slice_length, BATCH_AXES BIAS_ARGUMENT,
        __local acc* b_panel A_PANELS) {
    const long z = get_global_id(2) % matrices;
    const long slice = get_global_id(2) / matrices * slice_length;
    const long slice_end = min(slice + slice_length, k);
    __global const real* a = AT(a_in) + MATRIX_AT(a, z);
    __global const real* b = AT(b_in) + MATRIX_AT(b, z);
    __global ELEMENT(TO)* c = AT(c_out) + get_global_id(2) * m * n;

    const long row_begin = get_global_id(1) * row_block;
    const int block_rows = min(row_block, m - row_begin);
    const long column_begin = get_global_id(0) * column_block;
    const long column_end = min(column_begin + column_block, n);
    long p = slice;
    do {  // once also where k is 0, to write the zeros
        const int steps = min(slice_end - p, (long)K_BLOCK);
        const bool first = p == slice;
        const bool last = p + steps == slice_end;
#if PACK_A
        const int piece = a_row == 1 ? PIECE : K_BLOCK;
        for (int begin = 0; begin < steps; begin += piece) {
            for (int i = 0; i < block_rows; i += MR) {
                pack_lines(a + (row_begin + i) * a_row + p * a_column, a_row, a_column, a_panels + i / MR * LINES * steps, LINES,
                           begin, min(begin + piece, steps), LINES, min(block_rows - i, LINES));
            }
        }
#endif
        for (long j = column_begin; j < column_end; j += NR) {
            const int columns = min(column_end - j, (long)NR);
            __global const real* b_j = b + p * b_row + j * b_column;
            const bool by_first_tile = b_column == 1 && columns == NR;
            if (!by_first_tile) {
                pack_lines(b_j, b_column, b_row, b_panel, NR, 0, steps, NR, columns);
            }
            for (int i = 0, rows; i < block_rows; i += rows) {
                rows = columns < NR ? min(block_rows - i, MR) : tile_rows(block_rows - i);
#if PACK_A
                __local const acc* a_i = a_panels + i / MR * LINES * steps + i % MR;
#else
                __global const real* a_i = a + (row_begin + i) * a_row + p;
#endif
                __global ELEMENT(TO)* c_ij = c + (row_begin + i) * n + j;
                if (columns < NR) {
                    narrow_tile(a_i, a_row, b_j, b_row, b_panel, steps, first, last, c_ij, n, rows BIAS_OF(j), columns);
                } else if (by_first_tile && i == 0) {
                    packing_tile(a_i, a_row, b_j, b_row, b_panel, steps, first, last, c_ij, n, rows BIAS_OF(j));
                } else {
                    wide_tile(a_i, a_row, b_j, b_row, b_panel, steps, first, last, c_ij, n, rows BIAS_OF(j));
                }
            }
        }
        p += K_BLOCK;
    } while (p < slice_end);
}

__kernel void matmul_packed_sum(
        IN_AS(ACC, partial_in), OUT(c_out), const long elements, const int slices, const long n BIAS_ARGUMENT) {
    const long first = get_global_id(0) * 64;
    const long last = min(first + 64, elements);
    for (long i = first; i < last; i++) {
        const acc sum = sum_of_slices(AT(partial_in), elements, slices, i);
        STORE(AT(c_out), i, WITH_BIAS(sum, i % n));
    }
}
