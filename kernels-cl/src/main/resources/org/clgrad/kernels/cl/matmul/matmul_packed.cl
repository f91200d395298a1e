// matmul_packed: C[z,m,n] = A[z,m,k] · B[z,k,n]      C dense; A and B of any strides
//
// tile:    a work-item owns a block of C, row_block × column_block, and makes it out of register tiles of MR × NR. By K_BLOCK
//          steps at a time it packs, into local memory, for a CPU its second-level cache, its rows of A in panels of MR rows, and
//          then COLUMNS columns of B, or most_columns, after the other in panels of NR columns, k outermost in both:
//              panel  p=0: a₀ a₁ … │ p=1: a₀ a₁ … │      so that a tile reads it as a stream. A panel of B stays in the
//          first-level cache while all panels of A pass by. B is copied row by row, since a few columns of rows that are far
//          apart in memory would be waited for one after the other.
//          Per step of k, a tile loads NR elements of B as vectors and fmas each with MR elements of A, repeated across a
//          vector. Nothing is packed in global memory, and there is no pass before: blocks are so chosen that rows of A and
//          columns of B are packed as few times as can be.
//          Where C has too few blocks for the processors, k is cut into slices, whose partial results the pass _sum adds.
// needs:   C aliases neither A nor B; m, n ≥ 1, k ≥ 0; blocks and chunks are whole tiles, slices whole K_BLOCKs
// writes:  each element of C, or of a slice's partial C, by exactly one work-item
// order:   in a slice, k ascending, one fma each; then the slices ascending.
//          A term meets at most k roundings either way: error ≤ k·u·Σ|a·b|. A bias is added last
// source:  K. Goto, R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS
//          34(3), 2008; F. Van Zee, R. van de Geijn, "BLIS", ACM TOMS 41(3), 2015, for the panels
//
//@variant  matmul_packed of matmul
//@prefers  cpu
//@dims     m n k matrices row_blocks column_blocks slices register_bytes local_bytes
//@tunable  MR {4,6,8,14} = 6            rows of C in registers
//@tunable  NR {4,8,16,32} = 16          columns of C in registers
//@tunable  K_BLOCK {4,64,128,256} = 256 steps of k between two visits of a tile
//@tunable  COLUMNS {32,256} = 256       columns of B packed at a time, where local memory has room
//@require  MR * NR * sizeof(acc) * 8 <= register_bytes * 7
//@require  MR * NR * sizeof(acc) * 4 >= register_bytes * 3
//@require  (ceil(MR/8)*8 + NR) * min(K_BLOCK, max(k, 1)) * sizeof(acc) <= LOCAL_MEMORY_BYTES
//@require  K_BLOCK >= 64 || (ceil(MR/8)*8 + NR) * min(64, k) * sizeof(acc) > LOCAL_MEMORY_BYTES
//@local    matmul_packed: local_bytes
//@grid     matmul_packed: groups column_blocks, row_blocks, matrices * slices; items 1
//@grid     matmul_packed_sum: groups ceil(matrices * m * n / 64); items 1
//@specialise BIAS RELU PARTIAL
#include "types.clh"
#include "batch.clh"
#include "slices.clh"
#include "ending.clh"
#include "panels.clh"

// Some columns of B, all of a step's beside one another in memory where they are dense, in panels one after the other.
static void pack_chunk(__global const real* b, const long b_row, const long b_column, __local acc* panels, const int steps,
        const int columns) {
    const int whole = b_column == 1 ? columns / NR * NR : 0;
    for (int p = 0; p < steps; p++) {
        for (int j = 0; j < whole; j += NR) {
            #pragma unroll
            for (int v = 0; v < VECTORS; v++) {
                JOIN(vstore, WIDTH)(VLOADB(b, p * b_row + j + v * WIDTH), 0, panels + j * steps + p * NR + v * WIDTH);
            }
        }
    }
    for (int j = whole; j < columns; j += NR) {
        pack_lines(b + j * b_column, b_column, b_row, panels + j * steps, NR, 0, steps, NR, min(columns - j, NR));
    }
}

__kernel void matmul_packed(
        IN(a_in), const long a_row, const long a_column, BATCH_STRIDES(a), IN(b_in), const long b_row, const long b_column,
        BATCH_STRIDES(b), OUT_AS(TO, c_out), const long m, const long n, const long k, const long row_block,
        const long column_block, const long matrices, const long slice_length, BATCH_AXES BIAS_ARGUMENT,
        const long most_columns, __local acc* a_panels, __local acc* b_panels) {
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
    const long column_chunk = min(most_columns, (long)COLUMNS);
    long p = slice;
    do {  // once also where k is 0, to write the zeros
        const int steps = min(slice_end - p, (long)K_BLOCK);
        for (int i = 0; i < block_rows; i += MR) {
            pack_lines(a + (row_begin + i) * a_row + p * a_column, a_row, a_column, a_panels + i / MR * LINES * steps, LINES,
                       0, steps, LINES, min(block_rows - i, LINES));
        }
        for (long chunk = column_begin; chunk < column_end; chunk += column_chunk) {
            const int chunk_columns = min(column_chunk, column_end - chunk);
            pack_chunk(b + p * b_row + chunk * b_column, b_row, b_column, b_panels, steps, chunk_columns);
            for (int j = 0; j < chunk_columns; j += NR) {
                const int columns = min(chunk_columns - j, NR);
                __local const acc* b_panel = b_panels + j * steps;
                for (int i = 0; i < block_rows; i += MR) {
                    __local const acc* a_panel = a_panels + i / MR * LINES * steps;
                    __global ELEMENT(TO)* c_ij = c + (row_begin + i) * n + chunk + j;
                    const int rows = min(block_rows - i, MR);
                    const bool first = p == slice;
                    const bool last = p + steps == slice_end;
                    if (columns == NR) {
                        wide_tile(a_panel, b_panel, steps, first, last, c_ij, n, rows BIAS_OF(chunk + j));
                    } else {
                        narrow_tile(a_panel, b_panel, steps, first, last, c_ij, n, rows, columns BIAS_OF(chunk + j));
                    }
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
