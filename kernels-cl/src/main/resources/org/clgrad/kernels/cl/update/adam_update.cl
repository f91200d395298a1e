// adam_update: m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  p ← p − lr/(1−β₁ᵗ) · m / (√v / √(1−β₂ᵗ) + ε)
//
// bias:    1 − βᵗ is −expm1(t·log β), with log β rounded from double: for small t, 1 − pow(β, t) would lose the digits
//          that β and 1 share. Relative error ≤ 8u: 2u of the argument, which reach the result by at most their own
//          size, and 3 ulp of expm1
// tile:    a work-item walks CHUNK neighbours in vectors of 8, which are whole 32-byte sectors to a GPU's lane; the bias
//          corrections are computed once a work-item, so chunks are long
// needs:   dense tensors; lr is one element of type T1, t ≥ 1 one long; each output is its input (in place) or does not
//          overlap it
// writes:  each element of p, m, v by exactly one work-item
// order:   per element, as written, one fma for each product that is added
// source:  Kingma and Ba, "Adam", ICLR 2015, algorithm 1; Loshchilov and Hutter, "Decoupled weight decay regularization",
//          ICLR 2019; order of operations as in PyTorch
//
//@variant  adam_update of adam_update
//@prefers  any
//@dims     n
//@tunable  CHUNK {8,64,256,1024} = 256     elements of a work-item
//@grid     global ceil(n/CHUNK)
//@specialise DECAY
#include "types.clh"
#include "math.clh"

#define DECAY_NONE      0
#define DECAY_GRADIENT  1
#define DECAY_DECOUPLED 2

// The lanes from element i on: T is acc or a vector of it.
#define UPDATE(T, load, store)                                                                                         \
    do {                                                                                                               \
        T p = load(parameter, i);                                                                                      \
        T g = load(gradient, i);                                                                                       \
        if (DECAY == DECAY_GRADIENT) {                                                                                 \
            g = fma((T)(decay), p, g);                                                                                 \
        }                                                                                                              \
        if (DECAY == DECAY_DECOUPLED) {                                                                                \
            p *= (T)(kept);                                                                                            \
        }                                                                                                              \
        const T m = fma((T)(beta1), load(moment1, i), (T)(rest1) * g);                                                 \
        const T v = fma((T)(beta2), load(moment2, i), (T)(rest2) * g * g);                                             \
        const T denominator = m_sqrt(v) / (T)(correction2) + (T)(epsilon);                                             \
        store(moment1_new, i, m);                                                                                      \
        store(moment2_new, i, v);                                                                                      \
        store(parameter_new, i, fma((T)(-step_size), m / denominator, p));                                             \
    } while (0)

__kernel void adam_update(
        IN_ALIASED(parameter_in), IN(gradient_in), IN_ALIASED(moment1_in), IN_ALIASED(moment2_in), IN_AS(T1, rate_in),
        IN_AS(long, step_in), OUT_ALIASED(parameter_out), OUT_ALIASED(moment1_out), OUT_ALIASED(moment2_out),
        const long n, const acc beta1, const acc rest1, const acc log_beta1, const acc beta2, const acc rest2,
        const acc log_beta2, const acc epsilon, const acc decay) {
    __global const real* parameter = AT(parameter_in);
    __global real* parameter_new = AT(parameter_out);
    __global const real* gradient = AT(gradient_in);
    __global const real* moment1 = AT(moment1_in);
    __global real* moment1_new = AT(moment1_out);
    __global const real* moment2 = AT(moment2_in);
    __global real* moment2_new = AT(moment2_out);
    const acc t = LOAD_AS(long, AT(step_in), 0);
    const acc rate = LOAD_AS(T1, AT(rate_in), 0);
    const acc step_size = rate / -m_expm1(t * log_beta1);
    const acc correction2 = m_sqrt(-m_expm1(t * log_beta2));
    const acc kept = fma(-rate, decay, AS_ACC(1));
    long i = get_global_id(0) * CHUNK;
    const long end = min(i + CHUNK, n);
    for (; i + 8 <= end; i += 8) {
        UPDATE(acc8, VLOAD8, VSTORE8);
    }
    for (; i < end; i++) {
        UPDATE(acc, LOAD, STORE);
    }
}
