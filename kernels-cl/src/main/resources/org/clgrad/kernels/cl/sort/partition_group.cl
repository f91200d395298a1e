// partition_group: the places where a mask is not 0, in order, and behind them all others; how many they are; and with VALUES
//                  the elements of x likewise
//
// tile:    a work-group owns one tile, per_tile = GROUP·ITEMS neighbours, and walks it GROUP at a time. _count counts what is to
//          come to the front; the plan scans the counts, so each tile knows where its first of either kind goes; a scan over
//          the group says how many of its items come before each
// needs:   mask, x dense, n elements each; tiles ≥ 1, also of nothing; offsets are the sums of the counts before each
// writes:  each count, place and value by exactly one work-item
// order:   integers are added, in acc, which holds those up to GROUP exactly; elements of a kind stay in order; exact, values
//          keep their bits
// source:  G. Blelloch, "Prefix sums and their applications", CMU-CS-90-190, 1990, §1.3 (split)
//
//@variant  partition_group of partition
//@prefers  gpu
//@dims     n
//@tunable  GROUP {16,64,128,256} = 128     work-items of a group
//@tunable  ITEMS {1,4,16} = 4              neighbours of a work-item, GROUP apart
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@local    partition_group_count: GROUP * sizeof(acc)
//@local    partition_group: GROUP * sizeof(acc)
//@specialise VALUES
//@grid     partition_group_count: groups ceil(n/(GROUP*ITEMS)); items GROUP
//@grid     partition_group: groups ceil(n/(GROUP*ITEMS)); items GROUP
#include "types.clh"

#define OP 0
#include "reduction.clh"
#include "group_scan.clh"

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void partition_group_count(IN(mask_in), OUT_AS(long, counts_out), const long n, const long per_tile) {
    __local acc shared[GROUP];
    const long tile = get_group_id(0);
    __global const real* mask = AT(mask_in);
    const long end = min((tile + 1) * per_tile, n);
    acc own = 0;
    for (long i = tile * per_tile + get_local_id(0); i < end; i += GROUP) {
        own += LOAD(mask, i) != 0 ? 1 : 0;
    }
    const group_part part = group_scan(shared, own);
    if (get_local_id(0) == 0) {
        AT(counts_out)[tile] = (long)part.total;
    }
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void partition_group(
        IN(mask_in), IN_AS(long, counts_in), IN_AS(long, offsets_in), OUT_AS(long, count_out),
        OUT_AS(long, places_out),
#if VALUES
        IN_AS(T0, x_in), OUT_AS(T0, values_out),
#endif
        const long n, const long per_tile, const long tiles) {
    __local acc shared[GROUP];
    const long tile = get_group_id(0);
    __global const real* mask = AT(mask_in);
    const long total = AT(offsets_in)[tiles - 1] + AT(counts_in)[tiles - 1];
    long yes = AT(offsets_in)[tile];
    for (long first = tile * per_tile; first < min((tile + 1) * per_tile, n); first += GROUP) {
        const long i = first + get_local_id(0);
        const int is_yes = i < n && LOAD(mask, i) != 0;
        const group_part part = group_scan(shared, (acc)(is_yes ? 1 : 0));
        const long before = yes + (long)part.before;
        if (i < n) {
            const long to = is_yes ? before : total + i - before;
            AT(places_out)[to] = i;
#if VALUES
            MOVE_AS(T0, AT(values_out), to, AT(x_in), i);
#endif
        }
        yes += (long)part.total;
    }
    if (tile == 0 && get_local_id(0) == 0) {
        AT(count_out)[0] = total;
    }
}
