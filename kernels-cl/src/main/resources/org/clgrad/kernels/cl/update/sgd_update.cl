// sgd_update: d = g + λp;  b ← μb + (1−τ)d;  p ← p − lr·step      step = d, b, or d + μb
//
// tile:    a work-item walks CHUNK neighbours in vectors of 8, which are whole 32-byte sectors to a GPU's lane
// needs:   dense tensors; lr is one element of type T1; each output is its input (in place) or does not overlap it
// writes:  each element of p and b by exactly one work-item
// order:   per element, as written, one fma for each product that is added   error ≤ 4u(|p| + lr·Σ|terms of step|)
// source:  Sutskever et al., "On the importance of initialization and momentum", ICML 2013, in the form of PyTorch's SGD
//
//@variant  sgd_update of sgd_update
//@prefers  any
//@dims     n
//@tunable  CHUNK {8,64,256,1024} = 256     elements of a work-item
//@grid     global ceil(n/CHUNK)
//@specialise MOMENTUM NESTEROV DECAY
#include "types.clh"

#if MOMENTUM
#define BUFFERS , IN_ALIASED(velocity_in), OUT_ALIASED(velocity_out)
#else
#define BUFFERS
#endif

#if MOMENTUM && NESTEROV
#define FOLLOW(T, load, store)                                                                                         \
    const T b = fma((T)(momentum), load(velocity, i), (T)(undamped) * d);                                              \
    store(velocity_new, i, b);                                                                                         \
    d = fma((T)(momentum), b, d)
#elif MOMENTUM
#define FOLLOW(T, load, store)                                                                                         \
    d = fma((T)(momentum), load(velocity, i), (T)(undamped) * d);                                                      \
    store(velocity_new, i, d)
#else
#define FOLLOW(T, load, store)
#endif

// The lanes from element i on: T is acc or a vector of it.
#define UPDATE(T, load, store)                                                                                         \
    do {                                                                                                               \
        const T p = load(parameter, i);                                                                                \
        T d = load(gradient, i);                                                                                       \
        if (DECAY) {                                                                                                   \
            d = fma((T)(decay), p, d);                                                                                 \
        }                                                                                                              \
        FOLLOW(T, load, store);                                                                                        \
        store(parameter_new, i, fma((T)(-rate), d, p));                                                                \
    } while (0)

__kernel void sgd_update(
        IN_ALIASED(parameter_in), IN(gradient_in), IN_AS(T1, rate_in), OUT_ALIASED(parameter_out) BUFFERS,
        const long n, const acc momentum, const acc undamped, const acc decay) {
    __global const real* parameter = AT(parameter_in);
    __global real* parameter_new = AT(parameter_out);
    __global const real* gradient = AT(gradient_in);
#if MOMENTUM
    __global const real* velocity = AT(velocity_in);
    __global real* velocity_new = AT(velocity_out);
#endif
    const acc rate = LOAD_AS(T1, AT(rate_in), 0);
    long i = get_global_id(0) * CHUNK;
    const long end = min(i + CHUNK, n);
    for (; i + 8 <= end; i += 8) {
        UPDATE(acc8, VLOAD8, VSTORE8);
    }
    for (; i < end; i++) {
        UPDATE(acc, LOAD, STORE);
    }
}
