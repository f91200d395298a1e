// sort_keys: the keys of x along every line; and, by _take, what has been sorted: values and where they were
//
// tile:    a work-item owns one element
// needs:   line l of x is at l / inner · xs1 + l % inner · xs2, its elements `stride` apart; keys dense, [lines, n]; places
//          [lines, per_line], each below n; values and indices dense, line l of them at l / inner · m · inner + l % inner, its
//          elements `inner` apart, m being how many are taken
// writes:  each key, each value and each index by exactly one work-item
// order:   no arithmetic; values keep their bits
// source:  own
//
//@variant  sort_keys of sort
//@shared
//@dims     lines n taken
//@specialise WIDE DESCENDING
//@grid     sort_keys: global n, lines
//@grid     sort_keys_take: global taken, lines
#include "types.clh"
#include "sort.clh"
#include "sort_key.clh"

__kernel void sort_keys(
        IN(x_in), OUT_AS(KEY, keys_out), const long inner, const long xs1, const long xs2, const long stride,
        const long n) {
    const long line = get_global_id(1);
    const long i = get_global_id(0);
    __global const real* x = AT(x_in) + line / inner * xs1 + line % inner * xs2;
    AT(keys_out)[line * n + i] = key_of(LOAD(x, i * stride));
}

__kernel void sort_keys_take(
        IN(x_in), IN_AS(uint, places_in), OUT(values_out), OUT_AS(long, indices_out), const long inner, const long xs1,
        const long xs2, const long stride, const long per_line, const long m) {
    const long line = get_global_id(1);
    const long i = get_global_id(0);
    __global const real* x = AT(x_in) + line / inner * xs1 + line % inner * xs2;
    const long to = line / inner * m * inner + i * inner + line % inner;
    const uint place = AT(places_in)[line * per_line + i];
    MOVE(AT(values_out), to, x, place * stride);
    AT(indices_out)[to] = place;
}
