// adadelta_update: v ← ρv + (1−ρ)g²;  d = √(u + ε)/√(v + ε)·g;  u ← ρu + (1−ρ)d²;  p ← p − lr·d
//
// tile:    updates.clh: chunks of up to 8 parameters in one launch
// needs:   dense tensors, of which no two overlap, changed in place; lr is one element of type T1
// writes:  each element of p, v, u by exactly one work-item
// order:   per element, as written, one fma for each product that is added
// source:  Zeiler, "ADADELTA: an adaptive learning rate method", 2012, algorithm 1; order of operations as in PyTorch
//
//@variant  adadelta_update of adadelta_update
//@prefers  any
//@dims     n0 n1 n2 n3 n4 n5 n6 n7
//@tunable  CHUNK {64,256,1024} = 256     elements of a work-item
//@grid     global ceil(n0/CHUNK) + ceil(n1/CHUNK) + ceil(n2/CHUNK) + ceil(n3/CHUNK) + ceil(n4/CHUNK) + ceil(n5/CHUNK) + ceil(n6/CHUNK) + ceil(n7/CHUNK)
//@specialise DECAY
#include "types.clh"
#include "math.clh"

#define TENSORS 4 // parameter, gradient, mean square of gradients, mean square of steps
#include "updates.clh"

#define UPDATE(T, load, store)                                                                                         \
    do {                                                                                                               \
        const T p = load(x0, i);                                                                                       \
        T g = load(x1, i);                                                                                             \
        if (DECAY) {                                                                                                   \
            g = fma((T)(decay), p, g);                                                                                 \
        }                                                                                                              \
        const T v = fma((T)(rho), load(x2, i), (T)(rest) * g * g);                                                     \
        const T before = load(x3, i);                                                                                  \
        const T step = m_sqrt(before + (T)(epsilon)) / m_sqrt(v + (T)(epsilon)) * g;                                   \
        store(x2, i, v);                                                                                               \
        store(x3, i, fma((T)(rho), before, (T)(rest) * step * step));                                                  \
        store(x0, i, fma((T)(-rate), step, p));                                                                        \
    } while (0)

__kernel void adadelta_update(
        TENSOR_SETS, IN_AS(T1, rate_in), const acc rho, const acc rest, const acc epsilon, const acc decay) {
    SEEK_CHUNK
    const acc rate = LOAD_AS(T1, AT(rate_in), 0);
    EACH_ELEMENT(UPDATE)
}
