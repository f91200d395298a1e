// unique: the distinct numbers among x, ascending, how many there are, which of them each element is, and how often each is there
//
// tile:    a work-item owns one element in its sorted place. _heads marks the first of each run of equal keys; the plan adds
//          the marks up, so an element knows the number of its run, from 1; _runs tells each element that, and keeps each
//          run's first element and place; unique subtracts the runs' places and clears what is behind the last run
// needs:   x dense; keys sorted, places where they were; ranks the sums of the heads up to each; NaN's key is the largest
// writes:  each element of heads, values, inverse, starts, counts by exactly one work-item, the number of runs by the first
// order:   integers only; values keep their bits
// source:  own
//
//@variant  unique of unique
//@dims     n least
//@specialise WIDE DESCENDING
//@grid     unique_heads: global n
//@grid     unique_runs: global n
//@grid     unique: global least
#include "types.clh"
#include "sort.clh"
#include "sort_key.clh"

__kernel void unique_heads(IN_AS(KEY, keys_in), OUT_AS(int, heads_out)) {
    const long i = get_global_id(0);
    const KEY key = AT(keys_in)[i];
#if ACC_IS_FLOATING
    // No NaN is equal to another.
    const int is_nan = key == KEY_LAST >> UNUSED;
#else
    const int is_nan = 0;
#endif
    AT(heads_out)[i] = i == 0 || is_nan || key != AT(keys_in)[max(i - 1, 0L)];
}

__kernel void unique_runs(
        IN(x_in), IN_AS(uint, places_in), IN_AS(int, heads_in), IN_AS(int, ranks_in), OUT(values_out),
        OUT_AS(long, inverse_out), OUT_AS(long, starts_out)) {
    const long i = get_global_id(0);
    const uint place = AT(places_in)[i];
    const int run = AT(ranks_in)[i] - 1;
    AT(inverse_out)[place] = run;
    if (AT(heads_in)[i]) {
        MOVE(AT(values_out), run, AT(x_in), place);
        AT(starts_out)[run] = i;
    }
}

__kernel void unique(
        IN_AS(int, ranks_in), IN_AS(long, starts_in), OUT_AS(long, count_out), OUT(values_out), OUT_AS(long, counts_out),
        const long n) {
    const long run = get_global_id(0);
    __global const long* starts = AT(starts_in);
    const long runs = n == 0 ? 0 : AT(ranks_in)[n - 1];
    if (run == 0) {
        AT(count_out)[0] = runs;
    }
    if (run < runs) {
        AT(counts_out)[run] = (run + 1 < runs ? starts[run + 1] : n) - starts[run];
    } else if (run < n) {
        STORE(AT(values_out), run, AS_ACC(0));
        AT(counts_out)[run] = 0;
    }
}
