// rmsprop_update: v ← αv + (1−α)g²;  a ← αa + (1−α)g;  s = √max(v − a², 0) + ε, or √v + ε;  b ← μb + g/s;  p ← p − lr·b, or lr·g/s
//
// tile:    updates.clh: chunks of up to 8 parameters in one launch
// needs:   dense tensors, of which no two overlap, changed in place; lr is one element of type T1
// writes:  each element of p, v, b, a by exactly one work-item
// order:   per element, as written, one fma for each product that is added
// source:  Hinton, lecture 6e of "Neural networks for machine learning", 2012; Graves, "Generating sequences with recurrent
//          neural networks", 2013, formulas 38 to 45, for a; order of operations as in PyTorch
//
//@variant  rmsprop_update of rmsprop_update
//@prefers  any
//@dims     n0 n1 n2 n3 n4 n5 n6 n7
//@tunable  CHUNK {64,256,1024} = 256     elements of a work-item
//@grid     global ceil(n0/CHUNK) + ceil(n1/CHUNK) + ceil(n2/CHUNK) + ceil(n3/CHUNK) + ceil(n4/CHUNK) + ceil(n5/CHUNK) + ceil(n6/CHUNK) + ceil(n7/CHUNK)
//@specialise MOMENTUM CENTERED DECAY
#include "types.clh"
#include "math.clh"

#define TENSORS (3 + MOMENTUM + CENTERED) // parameter, gradient, mean square, velocity if any, mean gradient if any
#include "updates.clh"

#if CENTERED && MOMENTUM
#define MEAN x4
#elif CENTERED
#define MEAN x3
#endif

#if CENTERED
#define SQUARE_DISTANCE(T, load, store)                                                                                \
    const T a = fma((T)(alpha), load(MEAN, i), (T)(rest) * g);                                                         \
    store(MEAN, i, a);                                                                                                 \
    const T variance = fma(-a, a, v);                                                                                  \
    const T square = variance < (T)(0) ? (T)(0) : variance
#else
#define SQUARE_DISTANCE(T, load, store) const T square = v
#endif

#if MOMENTUM
#define FOLLOW(T, load, store)                                                                                         \
    step = fma((T)(momentum), load(x3, i), step);                                                                      \
    store(x3, i, step)
#else
#define FOLLOW(T, load, store)
#endif

#define UPDATE(T, load, store)                                                                                         \
    do {                                                                                                               \
        const T p = load(x0, i);                                                                                       \
        T g = load(x1, i);                                                                                             \
        if (DECAY) {                                                                                                   \
            g = fma((T)(decay), p, g);                                                                                 \
        }                                                                                                              \
        const T v = fma((T)(alpha), load(x2, i), (T)(rest) * g * g);                                                   \
        store(x2, i, v);                                                                                               \
        SQUARE_DISTANCE(T, load, store);                                                                               \
        T step = g / (m_sqrt(square) + (T)(epsilon));                                                                  \
        FOLLOW(T, load, store);                                                                                        \
        store(x0, i, fma((T)(-rate), step, p));                                                                        \
    } while (0)

__kernel void rmsprop_update(
        TENSOR_SETS, IN_AS(T1, rate_in), const acc alpha, const acc rest, const acc epsilon, const acc momentum,
        const acc decay) {
    SEEK_CHUNK
    const acc rate = LOAD_AS(T1, AT(rate_in), 0);
    EACH_ELEMENT(UPDATE)
}
