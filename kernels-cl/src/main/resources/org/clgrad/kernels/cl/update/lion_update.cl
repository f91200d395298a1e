// lion_update: c = β₁m + (1−β₁)g;  p ← p·(1 − lr·λ) − lr·sign(c);  m ← β₂m + (1−β₂)g
//
// tile:    updates.clh: chunks of up to 8 parameters in one launch
// needs:   dense tensors, of which no two overlap, changed in place; lr is one element of type T1
// writes:  each element of p and m by exactly one work-item
// order:   per element, as written, one fma for each product that is added; the sign of 0 is 0, that of NaN is NaN
// source:  Chen et al., "Symbolic discovery of optimization algorithms", NeurIPS 2023, algorithm 2
//
//@variant  lion_update of lion_update
//@prefers  any
//@dims     n0 n1 n2 n3 n4 n5 n6 n7
//@tunable  CHUNK {64,256,1024} = 256     elements of a work-item
//@grid     global ceil(n0/CHUNK) + ceil(n1/CHUNK) + ceil(n2/CHUNK) + ceil(n3/CHUNK) + ceil(n4/CHUNK) + ceil(n5/CHUNK) + ceil(n6/CHUNK) + ceil(n7/CHUNK)
#include "types.clh"

#define TENSORS 3 // parameter, gradient, moment
#include "updates.clh"

#define UPDATE(T, load, store)                                                                                         \
    do {                                                                                                               \
        const T g = load(x1, i);                                                                                       \
        const T m = load(x2, i);                                                                                       \
        const T c = fma((T)(beta1), m, (T)(rest1) * g);                                                                \
        const T sign_c = c > (T)(0) ? (T)(1) : (c < (T)(0) ? (T)(-1) : c);                                             \
        store(x0, i, fma((T)(-rate), sign_c, load(x0, i) * (T)(kept)));                                                \
        store(x2, i, fma((T)(beta2), m, (T)(rest2) * g));                                                              \
    } while (0)

__kernel void lion_update(
        TENSOR_SETS, IN_AS(T1, rate_in), const acc beta1, const acc rest1, const acc beta2, const acc rest2,
        const acc decay) {
    SEEK_CHUNK
    const acc rate = LOAD_AS(T1, AT(rate_in), 0);
    const acc kept = fma(-rate, decay, AS_ACC(1));
    EACH_ELEMENT(UPDATE)
}
