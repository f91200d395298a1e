// clamp_tensors: x ← min(max(x, −largest), largest)
//
// tile:    updates.clh: chunks of up to 8 tensors in one launch
// needs:   dense tensors, of which no two overlap, changed in place
// writes:  each element of x by exactly one work-item
// order:   exact; NaN stays NaN
// source:  own; the form of PyTorch's clip_grad_value_
//
//@variant  clamp_tensors of clamp_tensors
//@prefers  any
//@dims     n0 n1 n2 n3 n4 n5 n6 n7
//@tunable  CHUNK {64,256,1024} = 256     elements of a work-item
//@grid     global ceil(n0/CHUNK) + ceil(n1/CHUNK) + ceil(n2/CHUNK) + ceil(n3/CHUNK) + ceil(n4/CHUNK) + ceil(n5/CHUNK) + ceil(n6/CHUNK) + ceil(n7/CHUNK)
#include "types.clh"

#define TENSORS 1
#include "updates.clh"

#define UPDATE(T, load, store)                                                                                         \
    do {                                                                                                               \
        const T x = load(x0, i);                                                                                       \
        const T above = x < (T)(-largest) ? (T)(-largest) : x;                                                         \
        store(x0, i, above > (T)(largest) ? (T)(largest) : above);                                                     \
    } while (0)

__kernel void clamp_tensors(TENSOR_SETS, const acc largest) {
    SEEK_CHUNK
    EACH_ELEMENT(UPDATE)
}
