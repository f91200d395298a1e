// index_sum_items: y[r,d,i] = x[r,d,i] + Σ source[r,t,i] over the t whose index says d      rows of `columns` elements
//
// tile:    _blocks: a work-item owns a column of one block of per_block sorted indices; if all say one destination, it sums them.
//          index_sum_items: a work-item owns an element of y
//              a destination's indices:  first ··│block│block│·· end  ──▶  x + those before + blocks + those after
//          so that many indices of one destination are summed by many
// needs:   dense x (HAS_X; else 0), source, y; first and end as index_segments leaves them; places: which index was sorted to
//          where; block_sums for rows·⌊n/per_block⌋ rows of columns
// writes:  each element of y, and each sum of a block that has one destination, by exactly one work-item
// order:   x, then the t of one destination in ascending order, those of whole blocks summed by themselves;
//          error ≤ (terms + 1)·u·Σ|terms|
// source:  own
//
//@variant  index_sum_items of scatter_add
//@prefers  gpu
//@dims     block_span span rows
//@specialise HAS_X WIDE_KEYS WIDE
//@grid     index_sum_items_blocks: global block_span, rows
//@grid     index_sum_items: global span, rows
#include "types.clh"
#include "destination_keys.clh"
#include "index_sum.clh"
#include "quotient.clh"

__kernel void index_sum_items_blocks(
        IN(source_in), IN_AS(KEY, keys_in), IN_AS(int, places_in), OUT_AS(ACC, block_sums_out), const long columns,
        const long n, const long per_block, const long block_span, const long destinations) {
    const long t = get_global_id(0);
    const long row = get_global_id(1);
    const long first = QUOTIENT(t, columns) * per_block;
    if (is_whole(AT(keys_in) + first, per_block, destinations)) {
        __global const real* source = AT(source_in) + row * n * columns + REMAINDER(t, columns);
        AT(block_sums_out)[row * block_span + t] =
                add_rows(0, source, AT(places_in), first, first + per_block, columns);
    }
}

__kernel void index_sum_items(
        IN(x_in), IN(source_in), IN_AS(int, places_in), IN_AS(int, first_in), IN_AS(int, end_in),
        IN_AS(ACC, block_sums_in), OUT(y_out), const long columns, const long n, const long per_block,
        const long block_span, const long span) {
    const long t = get_global_id(0);
    const long row = get_global_id(1);
    const long destination = QUOTIENT(t, columns);
    const long column = REMAINDER(t, columns);
    const segment s = segment_of(AT(first_in)[destination], AT(end_in)[destination], per_block);
    __global const real* source = AT(source_in) + row * n * columns + column;
    __global const acc* sums = AT(block_sums_in) + row * block_span + column;
    acc sum = HAS_X ? LOAD(AT(x_in), row * span + t) : 0;
    sum = add_rows(sum, source, AT(places_in), s.first, s.head_end, columns);
    for (long block = s.first_block; block < s.end_block; block++) {
        sum += sums[block * columns];
    }
    STORE(AT(y_out), row * span + t, add_rows(sum, source, AT(places_in), s.rest, s.end, columns));
}
