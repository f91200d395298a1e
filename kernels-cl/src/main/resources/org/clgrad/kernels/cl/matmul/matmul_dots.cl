// matmul_dots: C[z,m,n] = A[z,m,k] · B[z,n,k]ᵀ      C dense; rows of A and columns of B dense along k
//
// tile:    a work-item makes a block of C, row_block × column_block, out of tiles of ROWS × COLUMNS
//          dot products. It loads WIDTH elements of each row and of each column and fmas all pairs,
//          so that lane l of a sum collects the steps p ≡ l (mod WIDTH). Nothing is packed, nothing
//          is repeated across lanes, and no lane idles however few rows or columns there are.
//          Rows and columns beyond the edge are stood in for by the last one there is, and not stored.
//          Where C has too few blocks for the processors, k is cut into slices, whose partial
//          results the pass _sum adds.
// needs:   A[i,p] at i·lda + p, B[p,j] at j·ldb + p; C aliases neither A nor B; m, n ≥ 1, k ≥ 0;
//          blocks are whole tiles, slices of any length
// writes:  each element of C, or of a slice's partial C, by exactly one work-item
// order:   in a slice, k ascending in each lane, one fma each; the lanes as a tree, each half onto
//          the other; then what is left of k, ascending, one fma each; then the slices ascending.
//          A term meets at most k roundings: error ≤ k·u·Σ|a·b|. A bias is added last
// source:  own
//
//@variant  matmul_dots of matmul
//@prefers  cpu
//@dims     m n matrices row_blocks column_blocks slices register_bytes
//@tunable  ROWS {1,2,4} = 2        rows of C in registers
//@tunable  COLUMNS {2,4,5} = 5     columns of C in registers
//@tunable  WIDTH {2,4,8,16} = 8    lanes of a sum
//@require  ROWS * COLUMNS * WIDTH * sizeof(acc) * 4 <= register_bytes * 3
//@require  ROWS * COLUMNS * WIDTH * sizeof(acc) * 2 >= register_bytes
//@grid     matmul_dots: groups column_blocks, row_blocks, matrices * slices; items 1
//@grid     matmul_dots_sum: groups ceil(matrices * m * n / 64); items 1
//@specialise BIAS RELU PARTIAL
#include "types.clh"
#include "batch.clh"
#include "lanes.clh"
#include "slices.clh"
#include "ending.clh"

#define accv          JOIN(acc, WIDTH)
#define VLOADW(p, i)  VLOAD_AS(REAL, WIDTH, p, i)

#define sum_lanes     JOIN(sum_lanes, WIDTH)

// ROWS × COLUMNS dot products over some steps of k, of which rows × columns are stored.
static void tile(__global const real* a, const long lda, __global const real* b, const long ldb, const long steps,
        __global ELEMENT(TO)* c, const long ldc, const int rows, const int columns BIAS_PARAMETER) {
    long row[ROWS];
    long column[COLUMNS];
    accv sum[ROWS][COLUMNS];
    #pragma unroll
    for (int i = 0; i < ROWS; i++) {
        row[i] = min(i, rows - 1) * lda;
        #pragma unroll
        for (int j = 0; j < COLUMNS; j++) {
            column[j] = min(j, columns - 1) * ldb;
            sum[i][j] = 0;
        }
    }
    long p = 0;
    for (; p + WIDTH <= steps; p += WIDTH) {
        accv b_p[COLUMNS];
        #pragma unroll
        for (int j = 0; j < COLUMNS; j++) {
            b_p[j] = VLOADW(b, column[j] + p);
        }
        #pragma unroll
        for (int i = 0; i < ROWS; i++) {
            const accv a_ip = VLOADW(a, row[i] + p);
            #pragma unroll
            for (int j = 0; j < COLUMNS; j++) {
                sum[i][j] = fma(a_ip, b_p[j], sum[i][j]);
            }
        }
    }
    #pragma unroll
    for (int i = 0; i < ROWS; i++) {
        #pragma unroll
        for (int j = 0; j < COLUMNS; j++) {
            acc total = sum_lanes(sum[i][j]);
            for (long q = p; q < steps; q++) {
                total = fma(LOAD(a, row[i] + q), LOAD(b, column[j] + q), total);
            }
            if (i < rows && j < columns) {
                STORE_AS(TO, c, i * ldc + j, ENDED(acc, LOAD, total, j));
            }
        }
    }
}

__kernel void matmul_dots(
        IN(a_in), const long lda, BATCH_STRIDES(a), IN(b_in), const long ldb, BATCH_STRIDES(b), OUT_AS(TO, c_out),
        const long m, const long n, const long k, const long row_block, const long column_block,
        const long matrices, const long slice_length, BATCH_AXES BIAS_ARGUMENT) {
    const long z = get_global_id(2) % matrices;
    const long slice = get_global_id(2) / matrices * slice_length;
    const long steps = min(slice_length, k - slice);
    __global const real* a = AT(a_in) + MATRIX_AT(a, z) + slice;
    __global const real* b = AT(b_in) + MATRIX_AT(b, z) + slice;
    __global ELEMENT(TO)* c = AT(c_out) + get_global_id(2) * m * n;

    const long row_begin = get_global_id(1) * row_block;
    const long row_end = min(row_begin + row_block, m);
    const long column_begin = get_global_id(0) * column_block;
    const long column_end = min(column_begin + column_block, n);
    for (long i = row_begin; i < row_end; i += ROWS) {
        for (long j = column_begin; j < column_end; j += COLUMNS) {
            tile(a + i * lda, lda, b + j * ldb, ldb, steps, c + i * n + j, n,
                 (int)min(m - i, (long)ROWS), (int)min(n - j, (long)COLUMNS) BIAS_OF(j));
        }
    }
}

__kernel void matmul_dots_sum(
        IN_AS(ACC, partial_in), OUT(c_out), const long elements, const int slices, const long n BIAS_ARGUMENT) {
    const long first = get_global_id(0) * 64;
    const long last = min(first + 64, elements);
    for (long i = first; i < last; i++) {
        const acc sum = sum_of_slices(AT(partial_in), elements, slices, i);
        STORE(AT(c_out), i, WITH_BIAS(sum, i % n));
    }
}
