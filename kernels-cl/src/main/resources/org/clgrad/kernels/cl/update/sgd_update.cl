// sgd_update: d = g + λp;  b ← μb + (1−τ)d;  p ← p − lr·step      step = d, b, or d + μb
//
// tile:    updates.clh: chunks of up to 8 parameters in one launch
// needs:   dense tensors, of which no two overlap, changed in place; lr is one element of type T1
// writes:  each element of p and b by exactly one work-item
// order:   per element, as written, one fma for each product that is added   error ≤ 4u(|p| + lr·Σ|terms of step|)
// source:  Sutskever et al., "On the importance of initialization and momentum", ICML 2013, in the form of PyTorch's SGD
//
//@variant  sgd_update of sgd_update
//@prefers  any
//@dims     n0 n1 n2 n3 n4 n5 n6 n7
//@tunable  CHUNK {64,256,1024} = 256     elements of a work-item
//@grid     global ceil(n0/CHUNK) + ceil(n1/CHUNK) + ceil(n2/CHUNK) + ceil(n3/CHUNK) + ceil(n4/CHUNK) + ceil(n5/CHUNK) + ceil(n6/CHUNK) + ceil(n7/CHUNK)
//@specialise MOMENTUM NESTEROV DECAY
#include "types.clh"

#define TENSORS (2 + MOMENTUM) // parameter, gradient, velocity
#include "updates.clh"

#if MOMENTUM && NESTEROV
#define FOLLOW(T, load, store)                                                                                         \
    const T b = fma((T)(momentum), load(x2, i), (T)(undamped) * d);                                                    \
    store(x2, i, b);                                                                                                   \
    d = fma((T)(momentum), b, d)
#elif MOMENTUM
#define FOLLOW(T, load, store)                                                                                         \
    d = fma((T)(momentum), load(x2, i), (T)(undamped) * d);                                                            \
    store(x2, i, d)
#else
#define FOLLOW(T, load, store)
#endif

#define UPDATE(T, load, store)                                                                                         \
    do {                                                                                                               \
        const T p = load(x0, i);                                                                                       \
        T d = load(x1, i);                                                                                             \
        if (DECAY) {                                                                                                   \
            d = fma((T)(decay), p, d);                                                                                 \
        }                                                                                                              \
        FOLLOW(T, load, store);                                                                                        \
        store(x0, i, fma((T)(-rate), d, p));                                                                           \
    } while (0)

__kernel void sgd_update(
        TENSOR_SETS, IN_AS(T1, rate_in), const acc momentum, const acc undamped, const acc decay) {
    SEEK_CHUNK
    const acc rate = LOAD_AS(T1, AT(rate_in), 0);
    EACH_ELEMENT(UPDATE)
}
