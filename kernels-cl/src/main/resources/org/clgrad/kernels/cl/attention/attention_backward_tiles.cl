// attention_backward_tiles: the gradients of attention by q, k and v, with the probabilities computed again from lse
//
// tile:    three passes. One sums dy∘y for each query. In the next a work-item owns ROWS queries at a time and walks over
//          the keys in blocks of BLOCK: p = exp(score − lse), ds = p∘(dy·vᵀ − the sum), dq += ds·k. In the last it owns
//          ROWS keys and walks over the queries of all heads that share them: dv += pᵀ·dy, dk += dsᵀ·q. No more of the
//          scores is ever in memory than ROWS × BLOCK. Causal, keys behind a query are passed over.
// needs:   all inputs of any strides, scratch for each work-item; dq, dk and dv dense
// writes:  each element of dq, dk and dv by exactly one work-item
// order:   Σ dy∘y: 16 sums of every 16th, folded by halves; products: columns ascending; dq: keys ascending; dk and dv: the heads of a group, in each its queries ascending; one
//          fma a term      error: see AttentionBackward
// source:  Dao, "FlashAttention-2", ICLR 2024, algorithm 2, with a pass of its own for dq, so that nothing is added up by
//          several work-items, in tiles for registers and vectors instead of local memory
//
//@variant  attention_backward_tiles of attention_backward
//@prefers  cpu
//@dims     panels matrices items rows register_bytes
//@tunable  ROWS {4,8} = 8          queries, or keys, in registers
//@tunable  BLOCK {64,128} = 64     keys, or queries, whose scores are in memory
//@require  ROWS == 4 || ROWS * 2 * 16 * sizeof(acc) * 4 <= register_bytes * 3
//@grid     attention_backward_tiles_pack: groups panels, matrices; items 1
//@grid     attention_backward_tiles_delta: groups ceil(rows/64); items 1
//@grid     attention_backward_tiles_queries: groups items; items 1
//@grid     attention_backward_tiles_keys: groups items; items 1
//@specialise MASK DROPOUT
#include "types.clh"
#include "math.clh"
#include "philox.clh"
#include "lanes.clh"
#include "attention.clh"
#include "attention_tiles.clh"

__kernel void attention_backward_tiles_pack(PACK_IN_OUT) {
    PACK_PANEL
}

// Twice the same code, once for side 0 (q, k) and once for side 1 (dy, v): a tile of registers is much text for a compiler, and
// Rusticl's takes four times as long for twice as much.
#define BOTH(side) _Pragma("unroll 1") for (int side = 0; side < 2; side++)

// Σ x∘y of two rows, whole vectors first where both are dense.
static acc dense_sum_of_products(__global const real* x, __global const real* y, const long columns) {
    acc16 sums = zeros();
    long c = 0;
    for (; c + 16 <= columns; c += 16) {
        sums = fma(VLOAD16(x, c), VLOAD16(y, c), sums);
    }
    return sum_lanes16(sums) + sum_of_products(x + c, 1, y + c, 1, columns - c);
}

// Σ dy∘y of each query.
__kernel void attention_backward_tiles_delta(
        HEADS_IN(dy), HEADS_IN(y), OUT_AS(ACC, delta_out), const long heads, const long queries, const long size_v,
        const long rows) {
    const long begin = get_global_id(0) * 64;
    for (long row = begin; row < min(begin + 64, rows); row++) {
        const long n = row / queries / heads;
        const long h = row / queries % heads;
        __global const real* dy = HEAD_AT(dy, n, h) + row % queries * dy_row;
        __global const real* y = HEAD_AT(y, n, h) + row % queries * y_row;
        const bool dense = dy_column == 1 && y_column == 1;
        STORE_AS(ACC, AT(delta_out), row,
                 dense ? dense_sum_of_products(dy, y, size_v) : sum_of_products(dy, dy_column, y, y_column, size_v));
    }
}

// exp(s − lse), 0 for keys that take no part, whatever lse is.
static acc16 probabilities(const acc16 s, const acc16 lse) {
    return s == (acc16)(-INFINITY) ? zeros() : m_exp(s - lse);
}

__kernel void attention_backward_tiles_queries(
        HEADS_IN(q), HEADS_IN(dy), IN_AS(ACC, lse_in), IN_AS(ACC, delta_in), IN(k_across), IN(v_across), IN(k_along), MASK_IN DROPOUT_IN
        OUT(dq_out), OUT_AS(ACC, scratch_out), const acc scale, const int causal, const long heads, const long group,
        const long tiles, const long queries, const long keys, const long size, const long size_v,
        const long scratch_size, const long items, const long run) {
    __global acc* own = AT(scratch_out) + get_global_id(0) * scratch_size;
    __global acc* own_dy = own + ROWS * size;
    __global acc* ds = own_dy + ROWS * size_v;
    __global acc* kept = ds + ROWS * BLOCK;
    __global acc* p = kept + ROWS * BLOCK;
    __global acc* dq = p + ROWS * BLOCK;
    const long tiles_of_head = (queries + ROWS - 1) / ROWS;
    acc same[ROWS];
    for (int i = 0; i < ROWS; i++) {
        same[i] = 1;
    }
    for (long taken = 0, tile; (tile = TILE(taken)) < tiles; taken++) {
        const long head = tile / tiles_of_head;
        const long first = tile % tiles_of_head * ROWS;
        const int rows = (int)min(queries - first, (long)ROWS);
        const long n = head / heads;
        const long h = head % heads;
        const long matrix = n * (heads / group) + h / group;
        copy_rows(HEAD_AT(q, n, h) + first * q_row, q_row, q_column, rows, size, scale, own);
        copy_rows(HEAD_AT(dy, n, h) + first * dy_row, dy_row, dy_column, rows, size_v, 1, own_dy);
        clear(dq, ROWS * PADDED(size));
        const long end = causal ? min(keys, first + rows) : keys;
        for (long begin = 0; begin < end; begin += BLOCK) {
            const int count = (int)min(end - begin, (long)BLOCK);
#if DROPOUT
            keep_keys(AT(state_in), least, weight_kept, head * queries + first, keys, begin, kept);
#endif
            const long line = matrix * PADDED(keys) + begin;
            BOTH(side) {
                products(side ? own_dy : own, side ? AT(v_across) + line * size_v : AT(k_across) + line * size,
                         side ? size_v : size, count, side ? ds : p);
            }
            #pragma unroll 1
            for (int i = 0; i < rows; i++) {
                const long row = head * queries + first + i;
                const acc16 lse = (acc16)(LOAD_AS(ACC, AT(lse_in), row));
                const acc16 delta = (acc16)(LOAD_AS(ACC, AT(delta_in), row));
                const long last = causal ? min(keys, first + i + 1) : keys;
                for (int v = 0; v < count; v += 16) {
                    acc16 score = VLOADS(p, i * BLOCK + v);
                    acc16 d = VLOADS(ds, i * BLOCK + v);
#if MASK
                    score = masked(score, MASK_AT(n, h) + (first + i) * mask_query + (begin + v) * mask_key, mask_key,
                                   keys - begin - v);
#endif
#if DROPOUT
                    d = weighted(VLOADS(kept, i * BLOCK + v), d);
#endif
                    VSTORES(ds, i * BLOCK + v,
                            weighted(probabilities(between(score, 0, last - begin - v), lse), d - delta));
                }
            }
            add_lines(ds, AT(k_along) + matrix * PADDED(size) * keys + begin * 16, keys, count, size, same, dq);
        }
        for (int i = 0; i < rows; i++) {
            store_row(AT(dq_out) + (head * queries + first + i) * size, dq + i * PADDED(size), size, scale, 1);
        }
    }
}

// Sixteen numbers of a row of queries, from `at` on; zeros behind the last.
static acc16 of_queries(__global const acc* x, const long at, const long queries) {
    if (at + 16 <= queries) {
        return VLOADS(x, at);
    }
    acc each[16];
    for (int lane = 0; lane < 16; lane++) {
        each[lane] = at + lane < queries ? x[at + lane] : (acc)0;
    }
    return vload16(0, each);
}

__kernel void attention_backward_tiles_keys(
        HEADS_IN(k), HEADS_IN(v), IN_AS(ACC, lse_in), IN_AS(ACC, delta_in), IN(q_across), IN(dy_across), IN(q_along), IN(dy_along),
        MASK_IN DROPOUT_IN OUT(dk_out), OUT(dv_out), OUT_AS(ACC, scratch_out), const acc scale, const int causal,
        const long heads, const long group, const long tiles, const long queries, const long keys, const long size, const long size_v,
        const long scratch_size, const long items, const long run) {
    __global acc* own = AT(scratch_out) + get_global_id(0) * scratch_size;
    __global acc* own_v = own + ROWS * size;
    __global acc* ds = own_v + ROWS * size_v;
    __global acc* kept = ds + ROWS * BLOCK;
    __global acc* p = kept + ROWS * BLOCK;
    __global acc* dk = p + ROWS * BLOCK;
    __global acc* dv = dk + ROWS * PADDED(size);
    const long key_heads = heads / group;
    const long tiles_of_head = (keys + ROWS - 1) / ROWS;
    acc same[ROWS];
    for (int i = 0; i < ROWS; i++) {
        same[i] = 1;
    }
    for (long taken = 0, tile; (tile = TILE(taken)) < tiles; taken++) {
        const long matrix = tile / tiles_of_head;
        const long first = tile % tiles_of_head * ROWS;
        const int rows = (int)min(keys - first, (long)ROWS);
        const long n = matrix / key_heads;
        copy_rows(HEAD_AT(k, n, matrix % key_heads) + first * k_row, k_row, k_column, rows, size, scale, own);
        copy_rows(HEAD_AT(v, n, matrix % key_heads) + first * v_row, v_row, v_column, rows, size_v, 1, own_v);
        clear(dk, ROWS * PADDED(size));
        clear(dv, ROWS * PADDED(size_v));
        for (long member = 0; member < group; member++) {
            const long h = matrix % key_heads * group + member;
            const long head = n * heads + h;
            // Queries before the tile's first key see none of it.
            for (long begin = causal ? first / 16 * 16 : 0; begin < queries; begin += BLOCK) {
                const int count = (int)min(queries - begin, (long)BLOCK);
#if DROPOUT
                keep_queries(AT(state_in), least, weight_kept, head * queries + begin, keys, first, kept);
#endif
                const long line = head * PADDED(queries) + begin;
                BOTH(side) {
                    products(side ? own_v : own, side ? AT(dy_across) + line * size_v : AT(q_across) + line * size,
                             side ? size_v : size, count, side ? ds : p);
                }
                for (int u = 0; u < count; u += 16) {
                    const acc16 lse = of_queries(AT(lse_in) + head * queries, begin + u, queries);
                    const acc16 delta = of_queries(AT(delta_in) + head * queries, begin + u, queries);
                    #pragma unroll 1
                    for (int i = 0; i < rows; i++) {
                        acc16 score = VLOADS(p, i * BLOCK + u);
                        acc16 d = VLOADS(ds, i * BLOCK + u);
#if MASK
                        score = masked(score, MASK_AT(n, h) + (begin + u) * mask_query + (first + i) * mask_key,
                                       mask_query, queries - begin - u);
#endif
                        const long since = causal ? first + i - begin - u : 0;
                        const acc16 own_p = probabilities(between(score, since, queries - begin - u), lse);
#if DROPOUT
                        const acc16 weight = VLOADS(kept, i * BLOCK + u);
                        d = weighted(weight, d);
                        VSTORES(p, i * BLOCK + u, weighted(weight, own_p));
#else
                        VSTORES(p, i * BLOCK + u, own_p);
#endif
                        VSTORES(ds, i * BLOCK + u, weighted(own_p, d - delta));
                    }
                }
                __global const real* q_lines = AT(q_along) + head * PADDED(size) * queries + begin * 16;
                __global const real* dy_lines = AT(dy_along) + head * PADDED(size_v) * queries + begin * 16;
                BOTH(side) {
                    add_lines(side ? p : ds, side ? dy_lines : q_lines, queries, count, side ? size_v : size, same,
                              side ? dv : dk);
                }
            }
        }
        for (int i = 0; i < rows; i++) {
            const long row = matrix * keys + first + i;
            BOTH(side) {
                store_row(side ? AT(dv_out) + row * size_v : AT(dk_out) + row * size,
                          side ? dv + i * PADDED(size_v) : dk + i * PADDED(size), side ? size_v : size,
                          side ? 1 : scale, 1);
            }
        }
    }
}
