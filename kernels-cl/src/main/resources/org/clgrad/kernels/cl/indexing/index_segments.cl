// index_segments: where the indices that say one destination are, once they are sorted      n indices
//
// tile:    _keys: a work-item owns an index and writes its destination as a key to be sorted by; an index that is no place has the
//          key behind all. _clear: one owns a destination, and says that it has none. index_segments: one owns a sorted key, and
//          says where its destination's keys begin, and where they end, if it is the first of them or the last
//              keys 2 2 5 5 5 │ destination 2: first 0, end 2; 5: first 2, end 5; all others: first = end = 0
// needs:   dense index; with EACH index t of span = count·inner is one of line o and element t % inner, else outer = inner = 1;
//          n < 2³¹; WIDE_KEYS where there are 2³² destinations or more
// writes:  each key, and after _clear each bound at most once more, by exactly one work-item
// order:   integers only; exact
// source:  own
//
//@variant  index_segments of scatter_add
//@shared
//@dims     span outer n destinations
//@specialise INDEX WRAPS WIDE WIDE_KEYS
//@grid     index_segments_keys: global span, outer
//@grid     index_segments_clear: global destinations
//@grid     index_segments: global n
#include "types.clh"
#include "destination_keys.clh"
#include "place.clh"
#include "quotient.clh"

__kernel void index_segments_keys(
        IN_AS(INDEX, index_in), OUT_AS(KEY, keys_out), const long size, const long inner, const long span,
        const long destinations) {
    const long t = get_global_id(0);
    const long o = get_global_id(1);
    const ulong place = place_of(AT(index_in)[o * span + t], size);
    AT(keys_out)[o * span + t] =
            (KEY)(place < (ulong)size ? (o * size + (long)place) * inner + REMAINDER(t, inner) : destinations);
}

__kernel void index_segments_clear(OUT_AS(int, first_out), OUT_AS(int, end_out)) {
    const size_t destination = get_global_id(0);
    AT(first_out)[destination] = 0;
    AT(end_out)[destination] = 0;
}

__kernel void index_segments(
        IN_AS(KEY, keys_in), OUT_AS(int, first_out), OUT_AS(int, end_out), const long n, const long destinations) {
    const long t = get_global_id(0);
    __global const KEY* keys = AT(keys_in);
    const KEY key = keys[t];
    if (key < (KEY)destinations) {
        if (t == 0 || keys[t - 1] != key) {
            AT(first_out)[key] = (int)t;
        }
        if (t == n - 1 || keys[t + 1] != key) {
            AT(end_out)[key] = (int)t + 1;
        }
    }
}
