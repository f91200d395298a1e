// attention_backward_group: the gradients of attention by q, k and v, with the probabilities computed again from lse
//
// tile:    three passes. One sums dy∘y for each query. In the next a work-group owns ROWS queries and walks over the keys
//          LINES at a time: p = exp(score − lse), ds = p∘(dy·vᵀ − the sum), dq += ds·k. In the last it owns ROWS keys and
//          walks over the queries of all heads that share them: dv += pᵀ·dy, dk += dsᵀ·q. Rows, lines and ds are in local
//          memory, sums in registers. Causal, keys behind a query are passed over.
// needs:   all inputs of any strides; dq, dk and dv dense
// writes:  each element of dq, dk and dv by exactly one work-item
// order:   products: columns ascending; dq: keys ascending; dk and dv: the heads of a group, in each its queries ascending; one
//          fma a term      error: see AttentionBackward
// source:  Dao, "FlashAttention-2", ICLR 2024, algorithm 2, with a pass of its own for dq, so that nothing is added up by
//          several work-groups
//
//@variant  attention_backward_group of attention_backward
//@prefers  gpu
//@dims     queries keys heads_all key_heads_all rows
//@tunable  ROWS {16,32,8} = 16    queries, or keys, of a work-group; 8 where heads are too wide for local memory
//@tunable  LINES {16,32,8} = 32   keys, or queries, in local memory
//@tunable  WORK {2,4} = 2         rows of a work-item
//@require  LINES * ROWS / WORK <= MAX_WORK_GROUP_SIZE
//@local    attention_backward_group_queries: ((ROWS + LINES) * (HEAD + HEAD_V + 2) + ROWS * LINES) * sizeof(acc)
//@local    attention_backward_group_keys: ((ROWS + LINES) * (HEAD + HEAD_V + 2) + 2 * ROWS * LINES) * sizeof(acc)
//@grid     attention_backward_group_delta: global rows
//@grid     attention_backward_group_queries: groups ceil(queries/ROWS), heads_all; items LINES, ROWS/WORK
//@grid     attention_backward_group_keys: groups ceil(keys/ROWS), key_heads_all; items LINES, ROWS/WORK
//@specialise HEAD HEAD_V MASK DROPOUT
#include "types.clh"
#include "math.clh"
#include "philox.clh"
#include "attention.clh"
#include "attention_group.clh"

// Σ dy∘y of each query.
__kernel void attention_backward_group_delta(
        HEADS_IN(dy), HEADS_IN(y), OUT_AS(ACC, delta_out), const long heads, const long queries) {
    const long row = get_global_id(0);
    const long n = row / queries / heads;
    const long h = row / queries % heads;
    STORE_AS(ACC, AT(delta_out), row,
             sum_of_products(HEAD_AT(dy, n, h) + row % queries * dy_row, dy_column,
                             HEAD_AT(y, n, h) + row % queries * y_row, y_column, HEAD_V));
}

// exp(score − lse), 0 for keys that take no part, whatever lse is.
static acc probability(const acc score, const acc lse) {
    return score == -INFINITY ? (acc)0 : m_exp(score - lse);
}

// sum += weights · lines, for a work-item's rows and columns; lines of weight 0 add nothing, since 0 · NaN is not 0.
#define ADD_LINES(sum, weights, lines, columns)                                                                        \
    _Pragma("unroll 1")                                                                                                \
    for (int j = 0; j < count; j++) {                                                                                  \
        OWN_OF_LINE(value, lines, j, columns)                                                                          \
        for (int i = 0; i < WORK; i++) {                                                                               \
            const acc weight = weights[(y + i * APART) * LINES + j];                                                   \
            if (weight != 0) {                                                                                         \
                for (int c = 0; c < SHARE(columns); c++) {                                                             \
                    sum[i][c] = fma(weight, value[c], sum[i][c]);                                                      \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }
#define CLEAR(sum, columns)                                                                                            \
    for (int i = 0; i < WORK; i++) {                                                                                   \
        for (int c = 0; c < SHARE(columns); c++) {                                                                     \
            sum[i][c] = 0;                                                                                             \
        }                                                                                                              \
    }
#define STORE_ROWS(out, sum, columns, first_row, end, factor)                                                          \
    for (int i = 0; i < WORK; i++) {                                                                                   \
        const long row = (first_row) + y + i * APART;                                                                  \
        for (int c = 0; c < SHARE(columns); c++) {                                                                     \
            if (row < (end) && x + c * LINES < (columns)) {                                                            \
                STORE(out, row * (columns) + x + c * LINES, sum[i][c] * (factor));                                     \
            }                                                                                                          \
        }                                                                                                              \
    }

__kernel __attribute__((reqd_work_group_size(LINES, APART, 1)))
void attention_backward_group_queries(
        HEADS_IN(q), HEADS_IN(k), HEADS_IN(v), HEADS_IN(dy), IN_AS(ACC, lse_in), IN_AS(ACC, delta_in), MASK_IN DROPOUT_IN OUT(dq_out),
        const acc scale, const int causal, const long heads, const long group, const long queries, const long keys) {
    __local acc own[ROWS * (HEAD + 1)];
    __local acc own_dy[ROWS * (HEAD_V + 1)];
    __local acc lines[LINES * (HEAD + 1)];
    __local acc lines_v[LINES * (HEAD_V + 1)];
    __local acc ds[ROWS * LINES];
    const int x = get_local_id(0);
    const int y = get_local_id(1);
    const long head = get_group_id(1);
    const long n = head / heads;
    const long h = head % heads;
    const long first = (long)get_group_id(0) * ROWS;
    load_rows(HEAD_AT(q, n, h) + first * q_row, q_row, q_column, queries - first, ROWS, HEAD, scale, own);
    load_rows(HEAD_AT(dy, n, h) + first * dy_row, dy_row, dy_column, queries - first, ROWS, HEAD_V, 1, own_dy);
    acc dq[WORK][SHARE(HEAD)];
    CLEAR(dq, HEAD)
    const long end = causal ? min(keys, first + ROWS) : keys;
    for (long begin = 0; begin < end; begin += LINES) {
        const int count = (int)min(end - begin, (long)LINES);
        const long key = begin + x;
        load_rows(HEAD_AT(k, n, h / group) + begin * k_row, k_row, k_column, count, LINES, HEAD, 1, lines);
        load_rows(HEAD_AT(v, n, h / group) + begin * v_row, v_row, v_column, count, LINES, HEAD_V, 1, lines_v);
        barrier(CLK_LOCAL_MEM_FENCE);
        acc score[WORK];
        acc dp[WORK];
        products(own + y * (HEAD + 1), lines + x * (HEAD + 1), HEAD, score);
        products(own_dy + y * (HEAD_V + 1), lines_v + x * (HEAD_V + 1), HEAD_V, dp);
        for (int i = 0; i < WORK; i++) {
            const long query = first + y + i * APART;
            const long row = head * queries + query;
            acc result = 0;
            if (x < count && query < queries && (!causal || key <= query)) {
#if DROPOUT
                dp[i] = weighted(weight_of(AT(state_in), least, weight_kept, row, keys, key), dp[i]);
#endif
                const acc s = MASKED(score[i], MASK_OF(n, h, query, key));
                result = weighted(probability(s, LOAD_AS(ACC, AT(lse_in), row)), dp[i] - LOAD_AS(ACC, AT(delta_in), row));
            }
            ds[(y + i * APART) * LINES + x] = result;
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        ADD_LINES(dq, ds, lines, HEAD)
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    STORE_ROWS(AT(dq_out), dq, HEAD, head * queries + first, head * queries + queries, scale)
}

__kernel __attribute__((reqd_work_group_size(LINES, APART, 1)))
void attention_backward_group_keys(
        HEADS_IN(q), HEADS_IN(k), HEADS_IN(v), HEADS_IN(dy), IN_AS(ACC, lse_in), IN_AS(ACC, delta_in), MASK_IN DROPOUT_IN OUT(dk_out),
        OUT(dv_out), const acc scale, const int causal, const long heads, const long group, const long queries,
        const long keys) {
    __local acc own[ROWS * (HEAD + 1)];
    __local acc own_v[ROWS * (HEAD_V + 1)];
    __local acc lines[LINES * (HEAD + 1)];
    __local acc lines_dy[LINES * (HEAD_V + 1)];
    __local acc ds[ROWS * LINES];
    __local acc p[ROWS * LINES];
    const int x = get_local_id(0);
    const int y = get_local_id(1);
    const long matrix = get_group_id(1);
    const long key_heads = heads / group;
    const long n = matrix / key_heads;
    const long first = (long)get_group_id(0) * ROWS;
    load_rows(HEAD_AT(k, n, matrix % key_heads) + first * k_row, k_row, k_column, keys - first, ROWS, HEAD, scale, own);
    load_rows(HEAD_AT(v, n, matrix % key_heads) + first * v_row, v_row, v_column, keys - first, ROWS, HEAD_V, 1, own_v);
    acc dk[WORK][SHARE(HEAD)];
    acc dv[WORK][SHARE(HEAD_V)];
    CLEAR(dk, HEAD)
    CLEAR(dv, HEAD_V)
    for (long member = 0; member < group; member++) {
        const long h = matrix % key_heads * group + member;
        const long head = n * heads + h;
        // Queries before the first key see none of these.
        for (long begin = causal ? first : 0; begin < queries; begin += LINES) {
            const int count = (int)min(queries - begin, (long)LINES);
            const long query = begin + x;
            load_rows(HEAD_AT(q, n, h) + begin * q_row, q_row, q_column, count, LINES, HEAD, 1, lines);
            load_rows(HEAD_AT(dy, n, h) + begin * dy_row, dy_row, dy_column, count, LINES, HEAD_V, 1, lines_dy);
            barrier(CLK_LOCAL_MEM_FENCE);
            acc score[WORK];
            acc dp[WORK];
            products(own + y * (HEAD + 1), lines + x * (HEAD + 1), HEAD, score);
            products(own_v + y * (HEAD_V + 1), lines_dy + x * (HEAD_V + 1), HEAD_V, dp);
            for (int i = 0; i < WORK; i++) {
                const long key = first + y + i * APART;
                const long row = head * queries + query;
                acc share = 0;
                acc result = 0;
                if (x < count && key < keys && (!causal || key <= query)) {
                    const acc s = MASKED(score[i], MASK_OF(n, h, query, key));
                    const acc own_p = probability(s, LOAD_AS(ACC, AT(lse_in), row));
                    share = own_p;
#if DROPOUT
                    const acc kept = weight_of(AT(state_in), least, weight_kept, row, keys, key);
                    dp[i] = weighted(kept, dp[i]);
                    share = weighted(kept, share);
#endif
                    result = weighted(own_p, dp[i] - LOAD_AS(ACC, AT(delta_in), row));
                }
                p[(y + i * APART) * LINES + x] = share;
                ds[(y + i * APART) * LINES + x] = result;
            }
            barrier(CLK_LOCAL_MEM_FENCE);
            ADD_LINES(dk, ds, lines, HEAD)
            ADD_LINES(dv, p, lines_dy, HEAD_V)
            barrier(CLK_LOCAL_MEM_FENCE);
        }
    }
    STORE_ROWS(AT(dk_out), dk, HEAD, matrix * keys + first, matrix * keys + keys, scale)
    STORE_ROWS(AT(dv_out), dv, HEAD_V, matrix * keys + first, matrix * keys + keys, 1)
}
