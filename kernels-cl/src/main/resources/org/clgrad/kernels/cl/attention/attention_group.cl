// attention_group: y = softmax(q·kᵀ·scale + mask)·v for each head, and the logarithm of each row's sum of exponentials
//
// tile:    a work-group owns ROWS queries, kept in local memory, and walks over the keys LINES at a time, which share a piece of
//          local memory with their values: scores, the largest of each row, exponentials less the largest so far, sums.
//          What has been summed before is scaled to the new maximum. Causal, it ends at its last query.
// needs:   q k v of any strides, a mask of any strides; y and lse dense
// writes:  each element of y and lse by exactly one work-item
// order:   a score: columns ascending, one fma each; sums: keys ascending, one fma each for y      error: see Attention
// source:  Dao, Fu, Ermon, Rudra, Ré, "FlashAttention", NeurIPS 2022, algorithm 1; Milakov, Gimelshein, "Online normalizer
//          calculation for softmax", 2018, for the running maximum
//
//@variant  attention_group of attention
//@prefers  gpu
//@dims     queries heads_all
//@tunable  ROWS {16,32} = 32      queries of a work-group
//@tunable  LINES {16,32} = 32     keys in local memory
//@tunable  WORK {2,4} = 4         queries of a work-item
//@require  LINES * ROWS / WORK <= MAX_WORK_GROUP_SIZE
//@local    (ROWS * (HEAD + 1) + LINES * (max(HEAD, HEAD_V) + 1) + ROWS * LINES) * sizeof(acc)
//@grid     groups ceil(queries/ROWS), heads_all; items LINES, ROWS/WORK
//@specialise HEAD HEAD_V MASK DROPOUT
#include "types.clh"
#include "math.clh"
#include "philox.clh"
#include "attention.clh"
#include "attention_group.clh"

__kernel __attribute__((reqd_work_group_size(LINES, APART, 1)))
void attention_group(
        HEADS_IN(q), HEADS_IN(k), HEADS_IN(v), MASK_IN DROPOUT_IN OUT(y_out), OUT_AS(ACC, lse_out), const acc scale,
        const int causal, const long heads, const long group, const long queries, const long keys) {
    __local acc own[ROWS * (HEAD + 1)];
    __local acc lines[LINES * ((HEAD > HEAD_V ? HEAD : HEAD_V) + 1)];
    __local acc p[ROWS * LINES];
    const int x = get_local_id(0);
    const int y = get_local_id(1);
    const long head = get_group_id(1);
    const long n = head / heads;
    const long h = head % heads;
    const long first = (long)get_group_id(0) * ROWS;
    load_rows(HEAD_AT(q, n, h) + first * q_row, q_row, q_column, queries - first, ROWS, HEAD, scale, own);

    acc top[WORK];
    acc sum[WORK];
    acc out[WORK][SHARE(HEAD_V)];
    for (int i = 0; i < WORK; i++) {
        top[i] = -INFINITY;
        sum[i] = 0;
        for (int c = 0; c < SHARE(HEAD_V); c++) {
            out[i][c] = 0;
        }
    }

    const long end = causal ? min(keys, first + ROWS) : keys;
    for (long begin = 0; begin < end; begin += LINES) {
        const int count = (int)min(end - begin, (long)LINES);
        const long key = begin + x;
        load_rows(HEAD_AT(k, n, h / group) + begin * k_row, k_row, k_column, count, LINES, HEAD, 1, lines);
        barrier(CLK_LOCAL_MEM_FENCE);

        acc score[WORK];
        products(own + y * (HEAD + 1), lines + x * (HEAD + 1), HEAD, score);
        for (int i = 0; i < WORK; i++) {
            const long query = first + y + i * APART;
            const bool part = x < count && query < queries && (!causal || key <= query);
            score[i] = part ? MASKED(score[i], MASK_OF(n, h, query, key)) : (acc)(-INFINITY);
            p[(y + i * APART) * LINES + x] = score[i];
        }
        barrier(CLK_LOCAL_MEM_FENCE);

        // Values take the place of the keys while all find the maxima.
        load_rows(HEAD_AT(v, n, h / group) + begin * v_row, v_row, v_column, count, LINES, HEAD_V, 1, lines);
        acc factor[WORK];
        acc shift[WORK];
        for (int i = 0; i < WORK; i++) {
            acc next = top[i];
            #pragma unroll 4
            for (int j = 0; j < LINES; j++) {
                next = fmax(next, p[(y + i * APART) * LINES + j]);
            }
            shift[i] = next == -INFINITY ? (acc)0 : next;
            factor[i] = m_exp(top[i] - shift[i]);
            top[i] = next;
        }
        barrier(CLK_LOCAL_MEM_FENCE);

        for (int i = 0; i < WORK; i++) {
            acc e = m_exp(score[i] - shift[i]);
#if DROPOUT
            // Dropped ones are in the sum all the same: their sign says so.
            const long row = head * queries + first + y + i * APART;
            e = weight_of(AT(state_in), least, weight_kept, row, keys, key) == 0 ? -e : e;
#endif
            p[(y + i * APART) * LINES + x] = e;
        }
        barrier(CLK_LOCAL_MEM_FENCE);

        for (int i = 0; i < WORK; i++) {
            sum[i] *= factor[i];
            for (int c = 0; c < SHARE(HEAD_V); c++) {
                out[i][c] *= factor[i];
            }
        }
        #pragma unroll 1
        for (int j = 0; j < count; j++) {
            OWN_OF_LINE(value, lines, j, HEAD_V)
            for (int i = 0; i < WORK; i++) {
                acc weight = p[(y + i * APART) * LINES + j];
#if DROPOUT
                sum[i] += fabs(weight);
                weight = weight > 0 ? weight * weight_kept : weight < 0 ? (acc)0 : weight;
#else
                sum[i] += weight;
#endif
                // 0 · NaN is not 0.
                if (weight != 0) {
                    for (int c = 0; c < SHARE(HEAD_V); c++) {
                        out[i][c] = fma(weight, value[c], out[i][c]);
                    }
                }
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }

    for (int i = 0; i < WORK; i++) {
        const long query = first + y + i * APART;
        if (query < queries) {
            const long row = head * queries + query;
            // A query that no key is for has zeros.
            const acc divisor = sum[i] == 0 ? (acc)1 : sum[i];
            for (int c = 0; c < SHARE(HEAD_V); c++) {
                if (x + c * LINES < HEAD_V) {
                    STORE(AT(y_out), row * HEAD_V + x + c * LINES, out[i][c] / divisor);
                }
            }
            if (x == 0) {
                STORE_AS(ACC, AT(lse_out), row, top[i] + m_log(sum[i]));
            }
        }
    }
}
