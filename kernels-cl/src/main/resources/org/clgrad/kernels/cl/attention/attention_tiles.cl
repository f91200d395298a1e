// attention_tiles: y = softmax(q·kᵀ·scale + mask)·v for each head, and the logarithm of each row's sum of exponentials
//
// tile:    a work-item owns ROWS queries at a time and walks over the keys in blocks of BLOCK: scores 16 keys across, their
//          maximum, exponentials less the largest so far, and what has been summed before is scaled to that; no more of the
//          scores is ever in memory than ROWS × BLOCK. Keys and columns of values are packed into panels first.
//          Causal, it ends at the tile's last query.
// needs:   q k v of any strides, a mask of any strides, scratch for each work-item; y and lse dense
// writes:  each element of y and lse by exactly one work-item
// order:   a score: columns ascending, one fma each. A sum over keys: 16 sums of every 16th, folded by halves, for each block,
//          the blocks ascending; a sum of values: keys ascending, one fma each      error: see Attention
// source:  Dao, Fu, Ermon, Rudra, Ré, "FlashAttention", NeurIPS 2022, algorithm 1, in tiles for registers and vectors instead
//          of local memory; Milakov, Gimelshein, "Online normalizer calculation for softmax", 2018, for the running maximum
//
//@variant  attention_tiles of attention
//@prefers  cpu
//@dims     panels matrices items register_bytes
//@tunable  ROWS {4,8} = 8          queries in registers
//@tunable  BLOCK {64,128} = 64     keys between two looks at the maximum
//@require  ROWS == 4 || ROWS * 2 * 16 * sizeof(acc) * 4 <= register_bytes * 3
//@grid     attention_tiles_pack: groups panels, matrices; items 1
//@grid     attention_tiles: groups items; items 1
//@specialise MASK DROPOUT
#include "types.clh"
#include "math.clh"
#include "philox.clh"
#include "softmax_rows.clh"
#include "attention.clh"
#include "attention_tiles.clh"

__kernel void attention_tiles_pack(PACK_IN_OUT) {
    PACK_PANEL
}

// Scores become exponentials less the largest so far, which is 0 where all are −∞; the factor by which what was summed before
// shrinks.
static acc exponentials(__global acc* p, const int count, acc* top, acc* sum) {
    acc16 largest = VLOADS(p, 0);
    for (int v = 16; v < count; v += 16) {
        largest = fmax(largest, VLOADS(p, v));
    }
    const acc next = fmax(*top, fold_max(fmax(largest.lo, upper_lanes_(largest))));
    const acc shift = next == -INFINITY ? (acc)0 : next;
    acc16 sums = zeros();
    for (int v = 0; v < count; v += 16) {
        const acc16 e = m_exp(VLOADS(p, v) - (acc16)(shift));
        sums += e;
        VSTORES(p, v, e);
    }
    const acc factor = *top == -INFINITY ? (acc)0 : m_exp(*top - shift);
    *sum = fma(*sum, factor, sum_lanes16(sums));
    *top = next;
    return factor;
}

__kernel void attention_tiles(
        HEADS_IN(q), IN(k_panels), IN(v_panels), MASK_IN DROPOUT_IN OUT(y_out), OUT_AS(ACC, lse_out), OUT_AS(ACC, scratch_out),
        const acc scale, const int causal, const long heads, const long group, const long tiles, const long queries,
        const long keys, const long size, const long size_v, const long scratch_size, const long items, const long run) {
    __global acc* own = AT(scratch_out) + get_global_id(0) * scratch_size;
    __global acc* p = own + ROWS * size;
    __global acc* kept = p + ROWS * BLOCK;
    __global acc* y = kept + ROWS * BLOCK;
    const long tiles_of_head = (queries + ROWS - 1) / ROWS;
    for (long taken = 0, tile; (tile = TILE(taken)) < tiles; taken++) {
        const long head = tile / tiles_of_head;
        const long first = tile % tiles_of_head * ROWS;
        const int rows = (int)min(queries - first, (long)ROWS);
        const long n = head / heads;
        const long h = head % heads;
        const long matrix = n * (heads / group) + h / group;
        __global const real* across = AT(k_panels) + matrix * PADDED(keys) * size;
        __global const real* along = AT(v_panels) + matrix * PADDED(size_v) * keys;
        copy_rows(HEAD_AT(q, n, h) + first * q_row, q_row, q_column, rows, size, scale, own);
        clear(y, ROWS * PADDED(size_v));
        acc top[ROWS];
        acc sum[ROWS];
        acc factor[ROWS];
        for (int i = 0; i < ROWS; i++) {
            top[i] = -INFINITY;
            sum[i] = 0;
        }
        const long end = causal ? min(keys, first + rows) : keys;
        for (long begin = 0; begin < end; begin += BLOCK) {
            const int count = (int)min(end - begin, (long)BLOCK);
            products(own, across + begin * size, size, count, p);
            #pragma unroll 1
            for (int i = 0; i < ROWS; i++) {
                const long last = causal ? min(keys, first + i + 1) : keys;
                for (int v = 0; v < count; v += 16) {
                    acc16 score = VLOADS(p, i * BLOCK + v);
#if MASK
                    if (i < rows) {
                        score = masked(score, MASK_AT(n, h) + (first + i) * mask_query + (begin + v) * mask_key,
                                       mask_key, keys - begin - v);
                    }
#endif
                    VSTORES(p, i * BLOCK + v, between(score, 0, last - begin - v));
                }
                factor[i] = exponentials(p + i * BLOCK, count, &top[i], &sum[i]);
            }
#if DROPOUT
            keep_keys(AT(state_in), least, weight_kept, head * queries + first, keys, begin, kept);
            for (int i = 0; i < ROWS; i++) {
                for (int v = 0; v < count; v += 16) {
                    VSTORES(p, i * BLOCK + v, VLOADS(p, i * BLOCK + v) * VLOADS(kept, i * BLOCK + v));
                }
            }
#endif
            add_lines(p, along + begin * 16, keys, count, size_v, factor, y);
        }
        acc logarithm[ROWS];
        JOIN(vstore, ROWS)(m_log(JOIN(vload, ROWS)(0, sum)), 0, logarithm);
        for (int i = 0; i < rows; i++) {
            const long row = head * queries + first + i;
            // A query that no key is for has zeros.
            const acc divisor = sum[i] == 0 ? (acc)1 : sum[i];
            store_row(AT(y_out) + row * size_v, y + i * PADDED(size_v), size_v, 1, divisor);
            STORE_AS(ACC, AT(lse_out), row, top[i] + logarithm[i]);
        }
    }
}
