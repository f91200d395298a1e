package org.clgrad.kernels;

import java.util.Map;
import java.util.Optional;

/** Sample kernel files for the tests of this package. */
final class Kernels {
    /** The header of the package's documentation, over a body that uses what it declares. */
    static final String TILED =
            """
            // matmul_tiled: C[m,n] = op(A)[m,k] · op(B)[k,n]      row-major; offsets and ld* in elements
            //
            // tile:    a work-group owns TILE_M × TILE_N of C and walks k in slices of TILE_K held in
            //          local memory; a work-item owns WORK_M × WORK_N of it in registers
            //              k → │B│
            //          │A│ ──▶ │C│
            // needs:   any m, n, k ≥ 1; C aliases neither A nor B
            // writes:  each element of C by exactly one work-item
            // order:   k ascending, one fma each                  error ≤ k·eps·Σ|a·b|
            // source:  [1] Nugteren, "CLBlast", IWOCL 2018, §3; changed: …
            //
            //@variant  matmul_tiled of matmul
            //@prefers  gpu
            //@dims     m n batch
            //@tunable  TILE_M {16,32,64,128} = 64     rows of C per work-group
            //@tunable  TILE_N {16, 32, 64} = 32       columns of C per work-group
            //@tunable  TILE_K {8,16} = 16             depth of a slice
            //@tunable  WORK_M {1,2,4,8} = 4           rows of C per work-item
            //@tunable  WORK_N {1,2,4} = 4             columns of C per work-item
            //@require  TILE_M % WORK_M == 0 && TILE_N % WORK_N == 0
            //@require  (TILE_M/WORK_M)*(TILE_N/WORK_N) <= MAX_WORK_GROUP_SIZE
            //@local    (TILE_M + TILE_N) * TILE_K * sizeof(real)
            //@grid     groups ceil(n/TILE_N), ceil(m/TILE_M), batch; items TILE_N/WORK_N,
            //@         TILE_M/WORK_M
            //@specialise TRANS_A TRANS_B
            #include "types.clh"

            __kernel __attribute__((reqd_work_group_size(TILE_N / WORK_N, TILE_M / WORK_M, 1)))
            void matmul_tiled(IN(a), IN(b), OUT(c), const long n, const long m) {
                __local real slice[(TILE_M + TILE_N) * TILE_K];
            #if TRANS_A || TRANS_B
                barrier(CLK_LOCAL_MEM_FENCE);
            #endif
            }
            """;

    /** A kernel with two functions. */
    static final String TWO_PASSES =
            """
            // sum_tree: y = Σ x
            //
            // needs:   n ≥ 1
            // writes:  y by the second pass
            // order:   a tree
            // source:  own
            //
            //@variant sum_tree of sum
            //@dims n
            //@tunable GROUP {64} = 64   work-items of a group
            //@grid sum_tree: global ceil(n/GROUP)
            //@grid sum_tree_second: groups 1; items GROUP
            //@local sum_tree_second: GROUP * sizeof(acc)
            #include "types.clh"
            __kernel void sum_tree(IN(x), OUT(part), const long n) {}
            /* __kernel void sum_tree_old(IN(x)) {} */
            kernel void sum_tree_second(IN(part), OUT(y)) { __local acc part_sums[GROUP]; }
            """;

    private Kernels() {}

    static KernelSource parse(String name, String text) {
        return KernelSource.parse(name, text, IncludeResolver.builtin());
    }

    static IncludeResolver headers(Map<String, String> texts) {
        return name -> Optional.ofNullable(texts.get(name));
    }
}
