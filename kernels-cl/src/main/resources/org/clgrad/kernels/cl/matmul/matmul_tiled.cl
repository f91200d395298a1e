// matmul_tiled: C[z,m,n] = op(A)[z,m,k] · op(B)[z,k,n]      C dense; A and B with unit stride along one axis
//
// tile:    a work-group owns TILE_M × TILE_N of C and walks k in slices of TILE_K held in
//          local memory; a work-item owns WORK_M × WORK_N of it in registers, rows and columns
//          as far apart as there are work-items, so that neighbours store neighbours
//              k → │B│
//          │A│ ──▶ │C│
//          both slices lie with k as their outer axis; their pitch is odd against bank conflicts,
//          which the transposing store of a slice that is read along k would have
// needs:   op(A)[i,p] at i·lda + p, with TRANS_A at p·lda + i; op(B)[p,j] at p·ldb + j, with
//          TRANS_B at j·ldb + p; any m, n ≥ 1, k ≥ 0; C aliases neither A nor B
// writes:  each element of C by exactly one work-item
// order:   k ascending, one fma each, then fma(0, 0, sum) to the end of the slice, which changes
//          nothing; error ≤ k·u·Σ|a·b|
// source:  C. Nugteren, "CLBlast: A Tuned OpenCL BLAS Library", IWOCL 2018, §3; changed: one kernel
//          for all shapes, with guarded loads instead of padded copies
//
//@variant  matmul_tiled of matmul
//@prefers  gpu
//@dims     m n batch
//@tunable  TILE_M {16,32,64,128} = 64    rows of C per work-group
//@tunable  TILE_N {16,32,64,128} = 64    columns of C per work-group
//@tunable  TILE_K {8,16,32} = 16         length of a slice of k
//@tunable  WORK_M {1,2,4,8} = 4          rows of C per work-item
//@tunable  WORK_N {1,2,4,8} = 4          columns of C per work-item
//@require  (TILE_M/WORK_M)*(TILE_N/WORK_N) <= MAX_WORK_GROUP_SIZE
//@local    (TILE_M + 1 + TILE_N + 1) * TILE_K * sizeof(acc)
//@grid     groups ceil(n/TILE_N), ceil(m/TILE_M), batch; items TILE_N/WORK_N, TILE_M/WORK_M
//@specialise TRANS_A TRANS_B BIAS RELU
#define PARTIAL 0
#include "types.clh"
#include "batch.clh"
#include "ending.clh"

#define ITEMS_M (TILE_M / WORK_M)
#define ITEMS_N (TILE_N / WORK_N)
#define ITEMS   (ITEMS_M * ITEMS_N)
#define PITCH_A (TILE_M + 1)
#define PITCH_B (TILE_N + 1)

// Neighbouring work-items read neighbouring elements: along k, or across it where the matrix lies transposed.
#if TRANS_A
#define A_K(e) ((e) / TILE_M)
#define A_I(e) ((e) % TILE_M)
#define A_AT(i, p) ((p) * lda + (i))
#else
#define A_K(e) ((e) % TILE_K)
#define A_I(e) ((e) / TILE_K)
#define A_AT(i, p) ((i) * lda + (p))
#endif
#if TRANS_B
#define B_K(e) ((e) % TILE_K)
#define B_J(e) ((e) / TILE_K)
#define B_AT(p, j) ((j) * ldb + (p))
#else
#define B_K(e) ((e) / TILE_N)
#define B_J(e) ((e) % TILE_N)
#define B_AT(p, j) ((p) * ldb + (j))
#endif

__kernel __attribute__((reqd_work_group_size(ITEMS_N, ITEMS_M, 1)))
void matmul_tiled(
        IN(a_in), const long lda, BATCH_STRIDES(a),
        IN(b_in), const long ldb, BATCH_STRIDES(b),
        OUT(c_out), const long m, const long n, const long k, BATCH_AXES BIAS_ARGUMENT) {
    __local acc slice_a[TILE_K * PITCH_A];
    __local acc slice_b[TILE_K * PITCH_B];
    const long z = get_group_id(2);
    __global const real* a = AT(a_in) + MATRIX_AT(a, z);
    __global const real* b = AT(b_in) + MATRIX_AT(b, z);
    __global real* c = AT(c_out) + z * m * n;
    const long row = get_group_id(1) * TILE_M;
    const long column = get_group_id(0) * TILE_N;
    const int item_m = get_local_id(1);
    const int item_n = get_local_id(0);
    const int item = item_m * ITEMS_N + item_n;

    acc sum[WORK_M][WORK_N];
    #pragma unroll
    for (int i = 0; i < WORK_M; i++) {
        #pragma unroll
        for (int j = 0; j < WORK_N; j++) {
            sum[i][j] = 0;
        }
    }

    for (long slice = 0; slice < k; slice += TILE_K) {
        for (int e = item; e < TILE_M * TILE_K; e += ITEMS) {
            const long i = row + A_I(e);
            const long p = slice + A_K(e);
            slice_a[A_K(e) * PITCH_A + A_I(e)] = i < m && p < k ? LOAD(a, A_AT(i, p)) : AS_ACC(0);
        }
        for (int e = item; e < TILE_N * TILE_K; e += ITEMS) {
            const long j = column + B_J(e);
            const long p = slice + B_K(e);
            slice_b[B_K(e) * PITCH_B + B_J(e)] = j < n && p < k ? LOAD(b, B_AT(p, j)) : AS_ACC(0);
        }
        barrier(CLK_LOCAL_MEM_FENCE);

        for (int p = 0; p < TILE_K; p++) {
            acc b_p[WORK_N];
            #pragma unroll
            for (int j = 0; j < WORK_N; j++) {
                b_p[j] = slice_b[p * PITCH_B + item_n + j * ITEMS_N];
            }
            #pragma unroll
            for (int i = 0; i < WORK_M; i++) {
                const acc a_ip = slice_a[p * PITCH_A + item_m + i * ITEMS_M];
                #pragma unroll
                for (int j = 0; j < WORK_N; j++) {
                    sum[i][j] = fma(a_ip, b_p[j], sum[i][j]);
                }
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }

    #pragma unroll
    for (int i = 0; i < WORK_M; i++) {
        const long r = row + item_m + i * ITEMS_M;
        #pragma unroll
        for (int j = 0; j < WORK_N; j++) {
            const long s = column + item_n + j * ITEMS_N;
            if (r < m && s < n) {
                STORE(c, r * n + s, WITH_BIAS(sum[i][j], s));
            }
        }
    }
}
