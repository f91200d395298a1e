// nadam_update: m, v as Adam's;  s = √(v/(1−β₂ᵗ)) + ε;  p ← p − lr(1−μₜ)/(1−Πμ) · g/s − lr·μₜ₊₁/(1−Πμ·μₜ₊₁) · m/s
//
// bias:    μₜ = β₁(1 − ½·0.96^(tψ)), the power as exp(t·ψ·log 0.96); Πμ, of the steps up to this one, is kept by
//          nadam_schedule; 1 − β₂ᵗ as in adam_update
// tile:    updates.clh: chunks of up to 8 parameters in one launch; what depends on t alone is computed once a work-item
// needs:   dense tensors, of which no two overlap, changed in place; lr and Πμ are one element each of types T1 and T2,
//          t ≥ 1 one long
// writes:  each element of p, m, v by exactly one work-item
// order:   per element, as written, one fma for each product that is added
// source:  Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop 2016, algorithm 2; order of operations as in
//          PyTorch
//
//@variant  nadam_update of nadam_update
//@prefers  any
//@dims     n0 n1 n2 n3 n4 n5 n6 n7
//@tunable  CHUNK {64,256,1024} = 256     elements of a work-item
//@grid     global ceil(n0/CHUNK) + ceil(n1/CHUNK) + ceil(n2/CHUNK) + ceil(n3/CHUNK) + ceil(n4/CHUNK) + ceil(n5/CHUNK) + ceil(n6/CHUNK) + ceil(n7/CHUNK)
//@specialise DECAY
#include "types.clh"
#include "math.clh"

#define TENSORS 4 // parameter, gradient, first moment, second moment
#include "updates.clh"
#include "moments.clh"

#define UPDATE(T, load, store)                                                                                         \
    do {                                                                                                               \
        MOMENTS(T, load);                                                                                              \
        const T denominator = m_sqrt(v / (T)(correction2)) + (T)(epsilon);                                             \
        store(x2, i, m);                                                                                               \
        store(x3, i, v);                                                                                               \
        p = fma((T)(-gradient_step), g / denominator, p);                                                              \
        store(x0, i, fma((T)(-moment_step), m / denominator, p));                                                      \
    } while (0)

__kernel void nadam_update(
        TENSOR_SETS, IN_AS(T1, rate_in), IN_AS(long, step_in), IN_AS(T2, product_in), MOMENTS_IN,
        const acc log_schedule) {
    SEEK_CHUNK
    const acc t = LOAD_AS(long, AT(step_in), 0);
    const acc rate = LOAD_AS(T1, AT(rate_in), 0);
    const acc product = LOAD_AS(T2, AT(product_in), 0);
    const acc now = beta1 * fma(AS_ACC(-0.5), m_exp(t * log_schedule), AS_ACC(1));
    const acc next = beta1 * fma(AS_ACC(-0.5), m_exp((t + 1) * log_schedule), AS_ACC(1));
    const acc gradient_step = rate * (1 - now) / (1 - product);
    const acc moment_step = rate * next / (1 - product * next);
    const acc correction2 = -m_expm1(t * log_beta2);
    const acc kept = KEPT(rate);
    EACH_ELEMENT(UPDATE)
}
