// adam_update: m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  p ← p − lr/(1−β₁ᵗ) · m / (√v̂ / √(1−β₂ᵗ) + ε)
//
// largest: v̂ is v, or with AMSGRAD the largest v so far, which is kept
// bias:    1 − βᵗ is −expm1(t·log β), with log β rounded from double: for small t, 1 − pow(β, t) would lose the digits
//          that β and 1 share. Relative error ≤ 8u: 2u of the argument, which reach the result by at most their own
//          size, and 3 ulp of expm1
// tile:    updates.clh: chunks of up to 8 parameters in one launch; the bias corrections are computed once a work-item,
//          so chunks are long
// needs:   dense tensors, of which no two overlap, changed in place; lr is one element of type T1, t ≥ 1 one long
// writes:  each element of p, m, v, v̂ by exactly one work-item
// order:   per element, as written, one fma for each product that is added
// source:  Kingma and Ba, "Adam", ICLR 2015, algorithm 1; Loshchilov and Hutter, "Decoupled weight decay regularization",
//          ICLR 2019; Reddi, Kale, Kumar, "On the convergence of Adam and beyond", ICLR 2018, algorithm 2; order of
//          operations as in PyTorch
//
//@variant  adam_update of adam_update
//@prefers  any
//@dims     n0 n1 n2 n3 n4 n5 n6 n7
//@tunable  CHUNK {64,256,1024} = 256     elements of a work-item
//@grid     global ceil(n0/CHUNK) + ceil(n1/CHUNK) + ceil(n2/CHUNK) + ceil(n3/CHUNK) + ceil(n4/CHUNK) + ceil(n5/CHUNK) + ceil(n6/CHUNK) + ceil(n7/CHUNK)
//@specialise DECAY AMSGRAD
#include "types.clh"
#include "math.clh"

#define TENSORS (4 + AMSGRAD) // parameter, gradient, first moment, second moment, its largest
#include "updates.clh"
#include "moments.clh"

#if AMSGRAD
// A NaN stays, whichever it is.
#define LARGEST(T, load, store)                                                                                        \
    const T before = load(x4, i);                                                                                      \
    const T largest = ((before >= v) | (before != before)) ? before : v;                                               \
    store(x4, i, largest)
#else
#define LARGEST(T, load, store) const T largest = v
#endif

#define UPDATE(T, load, store)                                                                                         \
    do {                                                                                                               \
        MOMENTS(T, load);                                                                                              \
        LARGEST(T, load, store);                                                                                       \
        const T denominator = m_sqrt(largest) / (T)(correction2) + (T)(epsilon);                                       \
        store(x2, i, m);                                                                                               \
        store(x3, i, v);                                                                                               \
        store(x0, i, fma((T)(-step_size), m / denominator, p));                                                        \
    } while (0)

__kernel void adam_update(
        TENSOR_SETS, IN_AS(T1, rate_in), IN_AS(long, step_in), MOMENTS_IN, const acc log_beta1) {
    SEEK_CHUNK
    const acc t = LOAD_AS(long, AT(step_in), 0);
    const acc rate = LOAD_AS(T1, AT(rate_in), 0);
    const acc step_size = rate / -m_expm1(t * log_beta1);
    const acc correction2 = m_sqrt(-m_expm1(t * log_beta2));
    const acc kept = KEPT(rate);
    EACH_ELEMENT(UPDATE)
}
