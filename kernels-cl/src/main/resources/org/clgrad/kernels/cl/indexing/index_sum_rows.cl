// index_sum_rows: y[r,d,i] = x[r,d,i] + Σ source[r,t,i] over the t whose index says d      rows of `columns` elements
//
// tile:    _blocks: a work-item owns one block of per_block sorted indices; if all say one destination, it sums their rows.
//          index_sum_rows: a work-item owns PIECE neighbours of per_item destinations, 8 in registers at a time
//              a destination's indices:  first ··│block│block│·· end  ──▶  x + those before + blocks + those after
//          so that many indices of one destination are summed by many
// needs:   dense x (HAS_X; else 0), source, y; first and end as index_segments leaves them; places: which index was sorted to
//          where; block_sums for rows·⌊n/per_block⌋ rows of columns
// writes:  each element of y, and each sum of a block that has one destination, by exactly one work-item
// order:   x, then the t of one destination in ascending order, those of whole blocks summed by themselves;
//          error ≤ (terms + 1)·u·Σ|terms|
// source:  own
//
//@variant  index_sum_rows of index_add
//@prefers  cpu
//@dims     columns destinations per_item rows blocks
//@tunable  PIECE {8,64,1024} = 1024     neighbours of a row that one work-item sums
//@specialise HAS_X WIDE_KEYS
//@grid     index_sum_rows_blocks: groups ceil(columns/PIECE), blocks, rows; items 1
//@grid     index_sum_rows: groups ceil(columns/PIECE), ceil(destinations/per_item), rows; items 1
#include "types.clh"
#include "destination_keys.clh"
#include "index_sum.clh"

static acc8 add_rows8(
        acc8 sum, __global const real* source, __global const int* places, const long first, const long end,
        const long columns) {
    for (long t = first; t < end; t++) {
        sum += VLOAD8(source, places[t] * columns);
    }
    return sum;
}

__kernel void index_sum_rows_blocks(
        IN(source_in), IN_AS(KEY, keys_in), IN_AS(int, places_in), OUT_AS(ACC, block_sums_out), const long columns,
        const long n, const long per_block, const long blocks, const long destinations) {
    const long begin = (long)get_group_id(0) * PIECE;
    const long end = min(begin + PIECE, columns);
    const long block = get_group_id(1);
    const long row = get_group_id(2);
    if (!is_whole(AT(keys_in) + block * per_block, per_block, destinations)) {
        return;
    }
    __global const real* source = AT(source_in) + row * n * columns;
    __global const int* places = AT(places_in) + block * per_block;
    __global acc* sums = AT(block_sums_out) + (row * blocks + block) * columns;
    long i = begin;
    for (; i + 8 <= end; i += 8) {
        vstore8(add_rows8((acc8)0, source + i, places, 0, per_block, columns), 0, sums + i);
    }
    for (; i < end; i++) {
        sums[i] = add_rows(0, source + i, places, 0, per_block, columns);
    }
}

__kernel void index_sum_rows(
        IN(x_in), IN(source_in), IN_AS(int, places_in), IN_AS(int, first_in), IN_AS(int, end_in),
        IN_AS(ACC, block_sums_in), OUT(y_out), const long columns, const long n, const long per_block,
        const long blocks, const long destinations, const long per_item) {
    const long begin = (long)get_group_id(0) * PIECE;
    const long end = min(begin + PIECE, columns);
    const long from = (long)get_group_id(1) * per_item;
    const long to = min(from + per_item, destinations);
    const long row = get_group_id(2);
    __global const real* source = AT(source_in) + row * n * columns;
    __global const int* places = AT(places_in);
    __global const acc* sums = AT(block_sums_in) + row * blocks * columns;
    for (long destination = from; destination < to; destination++) {
        const segment s = segment_of(AT(first_in)[destination], AT(end_in)[destination], per_block);
        const long at = (row * destinations + destination) * columns;
        long i = begin;
        for (; i + 8 <= end; i += 8) {
            acc8 sum = HAS_X ? VLOAD8(AT(x_in), at + i) : (acc8)0;
            sum = add_rows8(sum, source + i, places, s.first, s.head_end, columns);
            for (long block = s.first_block; block < s.end_block; block++) {
                sum += vload8(0, sums + block * columns + i);
            }
            VSTORE8(AT(y_out), at + i, add_rows8(sum, source + i, places, s.rest, s.end, columns));
        }
        for (; i < end; i++) {
            acc sum = HAS_X ? LOAD(AT(x_in), at + i) : 0;
            sum = add_rows(sum, source + i, places, s.first, s.head_end, columns);
            for (long block = s.first_block; block < s.end_block; block++) {
                sum += sums[block * columns + i];
            }
            STORE(AT(y_out), at + i, add_rows(sum, source + i, places, s.rest, s.end, columns));
        }
    }
}
