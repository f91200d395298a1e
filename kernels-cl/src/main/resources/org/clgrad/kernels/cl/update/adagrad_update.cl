// adagrad_update: s ← s + g²;  p ← p − lr/(1 + (t−1)η) · g / (√s + ε)
//
// tile:    updates.clh: chunks of up to 8 parameters in one launch
// needs:   dense tensors, of which no two overlap, changed in place; lr is one element of type T1, t ≥ 1 one long
// writes:  each element of p and s by exactly one work-item
// order:   per element, as written, one fma for each product that is added
// source:  Duchi, Hazan, Singer, "Adaptive subgradient methods for online learning and stochastic optimization", JMLR 12,
//          2011; order of operations as in PyTorch
//
//@variant  adagrad_update of adagrad_update
//@prefers  any
//@dims     n0 n1 n2 n3 n4 n5 n6 n7
//@tunable  CHUNK {64,256,1024} = 256     elements of a work-item
//@grid     global ceil(n0/CHUNK) + ceil(n1/CHUNK) + ceil(n2/CHUNK) + ceil(n3/CHUNK) + ceil(n4/CHUNK) + ceil(n5/CHUNK) + ceil(n6/CHUNK) + ceil(n7/CHUNK)
//@specialise DECAY
#include "types.clh"
#include "math.clh"

#define TENSORS 3 // parameter, gradient, sum of squares
#include "updates.clh"

#define UPDATE(T, load, store)                                                                                         \
    do {                                                                                                               \
        const T p = load(x0, i);                                                                                       \
        T g = load(x1, i);                                                                                             \
        if (DECAY) {                                                                                                   \
            g = fma((T)(decay), p, g);                                                                                 \
        }                                                                                                              \
        const T sum = fma(g, g, load(x2, i));                                                                          \
        store(x2, i, sum);                                                                                             \
        store(x0, i, fma((T)(-step_size), g / (m_sqrt(sum) + (T)(epsilon)), p));                                       \
    } while (0)

__kernel void adagrad_update(
        TENSOR_SETS, IN_AS(T1, rate_in), IN_AS(long, step_in), const acc rate_decay, const acc epsilon,
        const acc decay) {
    SEEK_CHUNK
    const acc before = LOAD_AS(long, AT(step_in), 0) - 1;
    const acc step_size = LOAD_AS(T1, AT(rate_in), 0) / fma(before, rate_decay, AS_ACC(1));
    EACH_ELEMENT(UPDATE)
}
