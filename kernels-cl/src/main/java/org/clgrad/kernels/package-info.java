/**
 * The OpenCL kernels and a reader for their headers. Knows nothing of OpenCL bindings or devices, and depends on no
 * other room.
 *
 * <p>A kernel file, {@code cl/<family>/<variant>.cl}, is one way to compute one routine. Its header is a comment that
 * people read and a declaration that the engine obeys, so it cannot rot: the launcher takes the grid, the local memory
 * and the tunables from here and from nowhere else. {@link org.clgrad.kernels.KernelCatalog} finds files,
 * {@link org.clgrad.kernels.KernelSource} is one that was read, {@link org.clgrad.kernels.KernelLint} says what is
 * wrong with it beyond its form.
 *
 * <h2>To add a kernel</h2>
 *
 * <ol>
 *   <li>Write {@code cl/<family>/<variant>.cl} as below.
 *   <li>Add the line {@code <family>/<variant> <routine>} to {@code cl/index}.
 *   <li>Run {@code mvn -pl kernels-cl verify}: the lint needs no device.
 * </ol>
 *
 * <h2>The header</h2>
 *
 * The header is the unbroken run of lines at the top of the file that begin with {@code //}:
 *
 * <pre>{@code
 * // matmul_tiled: C[m,n] = op(A)[m,k] · op(B)[k,n]      row-major; offsets and ld* in elements
 * //
 * // tile:    a work-group owns TILE_M × TILE_N of C and walks k in slices of TILE_K held in
 * //          local memory; a work-item owns WORK_M × WORK_N of it in registers
 * // needs:   any m, n, k ≥ 1; C aliases neither A nor B
 * // writes:  each element of C by exactly one work-item
 * // order:   k ascending, one fma each                  error ≤ k·eps·Σ|a·b|
 * // source:  [1] Nugteren, "CLBlast", IWOCL 2018, §3; changed: …
 * //
 * //@variant  matmul_tiled of matmul
 * //@prefers  gpu
 * //@dims     m n k batch
 * //@tunable  TILE_M {16,32,64,128} = 64     rows of C per work-group
 * //@tunable  WORK_M {1,2,4,8} = 4           rows of C per work-item
 * //@require  TILE_M % WORK_M == 0
 * //@require  (TILE_M/WORK_M)*(TILE_N/WORK_N) <= MAX_WORK_GROUP_SIZE
 * //@local    (TILE_M + TILE_N) * TILE_K * sizeof(real)
 * //@grid     groups ceil(n/TILE_N), ceil(m/TILE_M), batch; items TILE_N/WORK_N, TILE_M/WORK_M
 * //@specialise TRANS_A TRANS_B
 * #include "types.clh"
 * }</pre>
 *
 * <b>Prose.</b> The first line is {@code // variant: what it computes}. A line {@code // field: text} (one space, a word
 * in lower case, a colon) opens a field, and lines that are indented further continue it. Any field is allowed. The lint
 * asks for {@code needs} (what the caller must guarantee), {@code writes} (who writes each output element), {@code order}
 * (of accumulation, and the error that follows) and {@code source} (where it is from; "own" is an answer).
 *
 * <p><b>Directives</b> begin with {@code //@} and the word, without a space between. A line that begins with
 * {@code //@} and a space continues the directive before it.
 *
 * <table>
 * <caption>Directives</caption>
 * <tr><th>directive</th><th>how often</th><th>says</th></tr>
 * <tr><td>{@code variant NAME of ROUTINE}</td><td>once</td>
 *     <td>NAME is the file's name without {@code .cl}.</td></tr>
 * <tr><td>{@code prefers cpu|gpu|any}</td><td>at most once</td>
 *     <td>The kind of machine it was written for; {@code any} if left out. It must be right on all.</td></tr>
 * <tr><td>{@code dims NAME…}</td><td>any</td>
 *     <td>The routine's dimensions that expressions here use. They are arguments of the kernel, not macros.</td></tr>
 * <tr><td>{@code tunable NAME {v,…} = default  words}</td><td>any</td>
 *     <td>An integer macro that measuring may choose among the values listed.</td></tr>
 * <tr><td>{@code require EXPRESSION}</td><td>any</td>
 *     <td>Must not be 0 for the variant to be launched. Over tunables and capabilities it prunes what the tuner tries;
 *     with dimensions in it, it says which problems the variant fits.</td></tr>
 * <tr><td>{@code local [KERNEL:] EXPRESSION}</td><td>at most once a kernel</td>
 *     <td>Bytes of local memory of one work-group.</td></tr>
 * <tr><td>{@code grid [KERNEL:] groups G0[, G1[, G2]]; items I0[, I1[, I2]]}</td><td rowspan="2">one of the two,
 *     once a kernel</td>
 *     <td>Work-groups and their size; where one list is shorter, it is filled with ones.</td></tr>
 * <tr><td>{@code grid [KERNEL:] global N0[, N1[, N2]]}</td>
 *     <td>The global size only. The launcher chooses the local size, which the kernel must neither use nor notice; it
 *     does not launch more work-items than stated. Both sorts may be launched in parts, along G1 and G2, or N0, N1 and
 *     N2, so {@code get_global_size} and {@code get_num_groups} say nothing there.</td></tr>
 * <tr><td>{@code shared}</td><td>at most once</td>
 *     <td>Plans of other routines use the file too, as a step of theirs.</td></tr>
 * <tr><td>{@code specialise NAME…}</td><td>any</td>
 *     <td>Macros that the engine defines from the routine; a program is compiled for each value.</td></tr>
 * </table>
 *
 * A file with one kernel function leaves KERNEL out; a file with several (a product and the sum of its slices, a second pass of
 * a reduction) writes it for each. Kernel functions are called as the variant, or as the variant with a suffix,
 * {@code matmul_packed_sum}.
 *
 * <h2>Expressions</h2>
 *
 * Integers of 64 bits, over the names in {@code dims}, {@code tunable} and {@code specialise}, the
 * {@linkplain org.clgrad.kernels.CapabilityName capabilities} {@code MAX_WORK_GROUP_SIZE}, {@code LOCAL_MEMORY_BYTES},
 * {@code COMPUTE_UNITS}, {@code PREFERRED_VECTOR}, and {@code sizeof(real)}, {@code sizeof(acc)}, {@code sizeof(T0)} and
 * so on. Operators and functions: see {@link org.clgrad.kernels.IntExpression}. What needs more logic is Java.
 *
 * <h2>The body</h2>
 *
 * OpenCL C 1.2. {@code #include "x.clh"} puts a header of {@code cl/include} in, once, and stands outside every
 * {@code #if}. {@code types.clh} comes first in every kernel, and one with a grid of groups is refused
 * without it, since a launch in parts goes by it: it turns contraction of floating-point expressions off and
 * defines {@code real}, {@code acc}, loads, stores and the form of tensor arguments. Transcendental functions come from
 * {@code math.clh}. A name of two or more letters in capitals is a macro, and is declared.
 */
@NullMarked
package org.clgrad.kernels;

import org.jspecify.annotations.NullMarked;
