// nadam_schedule: t ← t + 1;  Π ← Π·β₁(1 − ½·0.96^(tψ)), with the new t
//
// needs:   both changed in place; the power as exp(t·ψ·log 0.96)
// writes:  the only work-item
// order:   as written; t wraps around after 2⁶³ − 1
// source:  Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop 2016, the schedule of section 4
//
//@variant  nadam_schedule of nadam_schedule
//@prefers  any
//@grid     global 1
#include "types.clh"
#include "math.clh"

__kernel void nadam_schedule(
        OUT_ALIASED_AS(long, step_out), OUT_ALIASED(product_out), const acc beta1, const acc log_schedule) {
    // Unsigned, because signed overflow is undefined.
    const long step = (long)((ulong)AT(step_out)[0] + 1);
    const acc t = step;
    AT(step_out)[0] = step;
    const acc now = beta1 * fma(AS_ACC(-0.5), m_exp(t * log_schedule), AS_ACC(1));
    STORE(AT(product_out), 0, LOAD(AT(product_out), 0) * now);
}
