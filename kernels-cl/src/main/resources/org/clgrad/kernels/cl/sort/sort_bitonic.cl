// sort_bitonic: the first keys of each tile of each line, in order, with their places; for lines that are short, or of which few
//          are taken
//
// tile:    a work-group sorts one tile of one line, TILE keys or fewer, in local memory, and keeps the first `kept`. Where there
//          are several tiles to a line, _again does so with what they have kept, until there is one
//              |tile 0|tile 1|tile 2|  ──▶  |kept|kept|kept|  ──▶ … ──▶  |kept|
// needs:   line l of x is at l / inner · xs1 + l % inner · xs2, its elements `stride` apart; keys and places in dense, [lines, n],
//          out [lines, per_line], tile t of a line at t·kept; a full tile has `kept` keys at least; width a power of 2, not
//          below the keys of a tile, at most TILE
// writes:  each key and place by exactly one work-item
// order:   integers are compared; of equal keys the lower place comes first; exact
// source:  K. Batcher, "Sorting networks and their applications", AFIPS SJCC 1968
//
//@variant  sort_bitonic of sort
//@prefers  gpu
//@dims     lines n taken
//@tunable  TILE {32,64,256,1024,2048} = 1024     keys of a tile
//@tunable  GROUP {16,64,256} = 256               work-items of a group
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@require  TILE >= n || TILE >= 2 * taken
//@local    sort_bitonic: TILE * (sizeof(acc) + sizeof(int))
//@local    sort_bitonic_again: TILE * (sizeof(acc) + sizeof(int))
//@specialise WIDE DESCENDING
//@grid     sort_bitonic: groups ceil(n/TILE), lines; items GROUP
//@grid     sort_bitonic_again: groups ceil(n/TILE), lines; items GROUP
#include "types.clh"
#include "sort.clh"
#include "sort_key.clh"

// Sorts `width` keys; behind the last one there are keys that come after all others.
static void sort_tile(__local KEY* keys, __local uint* places, const int width) {
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int size = 2; size <= width; size *= 2) {
        for (int distance = size / 2; distance > 0; distance /= 2) {
            for (int pair = get_local_id(0); pair < width / 2; pair += GROUP) {
                const int low = 2 * pair - (pair & (distance - 1));
                const int high = low + distance;
                const int rising = (low & size) == 0;
                const KEY a = keys[low];
                const KEY b = keys[high];
                const uint place_a = places[low];
                const uint place_b = places[high];
                const int is_after = a > b || (a == b && place_a > place_b);
                if (is_after == rising) {
                    keys[low] = b;
                    keys[high] = a;
                    places[low] = place_b;
                    places[high] = place_a;
                }
            }
            barrier(CLK_LOCAL_MEM_FENCE);
        }
    }
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void sort_bitonic(
        IN(x_in), OUT_AS(KEY, keys_out), OUT_AS(uint, places_out), const long inner, const long xs1, const long xs2,
        const long stride, const long n, const int width, const long kept, const long per_line) {
    __local KEY keys[TILE];
    __local uint places[TILE];
    const long tile = get_group_id(0);
    const long line = get_group_id(1);
    __global const real* x = AT(x_in) + line / inner * xs1 + line % inner * xs2;
    const long begin = tile * TILE;
    for (int i = get_local_id(0); i < width; i += GROUP) {
        const int is_there = begin + i < n;
        keys[i] = is_there ? key_of(LOAD(x, (begin + i) * stride)) : KEY_LAST;
        places[i] = is_there ? (uint)(begin + i) : UINT_MAX;
    }
    sort_tile(keys, places, width);
    const long count = min(kept, n - begin);
    for (long i = get_local_id(0); i < count; i += GROUP) {
        AT(keys_out)[line * per_line + tile * kept + i] = keys[i];
        AT(places_out)[line * per_line + tile * kept + i] = places[i];
    }
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void sort_bitonic_again(
        IN_AS(KEY, keys_in), IN_AS(uint, places_in), OUT_AS(KEY, keys_out), OUT_AS(uint, places_out), const long n,
        const int width, const long kept, const long per_line) {
    __local KEY keys[TILE];
    __local uint places[TILE];
    const long tile = get_group_id(0);
    const long line = get_group_id(1);
    const long begin = tile * TILE;
    for (int i = get_local_id(0); i < width; i += GROUP) {
        const int is_there = begin + i < n;
        keys[i] = is_there ? AT(keys_in)[line * n + begin + i] : KEY_LAST;
        places[i] = is_there ? AT(places_in)[line * n + begin + i] : UINT_MAX;
    }
    sort_tile(keys, places, width);
    const long count = min(kept, n - begin);
    for (long i = get_local_id(0); i < count; i += GROUP) {
        AT(keys_out)[line * per_line + tile * kept + i] = keys[i];
        AT(places_out)[line * per_line + tile * kept + i] = places[i];
    }
}
