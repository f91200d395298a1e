// ctc_backward_samples: dy[t,n,c] = −dloss[n]·Σ exp(alpha[n,t,s] + beta[t,s] + loss[n]) over the states s whose label is c, beta the
//     logarithm of the probability of all endings after step t in state s
//
// tile:    a work-item owns a sample and walks its steps backwards, and at each its states
// needs:   what ctc_samples takes and gives, dense, dloss with a stride of its own; dy[most_steps,samples,classes] dense; beta
//          has room for two rows of 2·most + 1 numbers for each sample
// writes:  each element of dy and beta by exactly one work-item
// order:   states ascending      error ≤ (steps·(2·max|beta| + 24) + 20)·u·|dloss|·Σ exp(…)
// source:  as ctc_samples, §4.2; changed: the gradient is that of log p by y itself, not by what a softmax took
//
//@variant  ctc_backward_samples of ctc_backward
//@prefers  cpu
//@dims     samples
//@grid     global samples
#include "types.clh"
#include "math.clh"
#include "ctc.clh"

__kernel void ctc_backward_samples(
        IN(dloss_in), IN(y_in), IN_AS(T1, labels_in), IN_AS(T1, steps_in), IN_AS(T1, lengths_in), IN(loss_in),
        IN(alpha_in), OUT_AS(ACC, beta_out), OUT(dy_out), const long dloss_stride, const long most_steps,
        const long samples, const long classes, const long most, const long blank) {
    const long n = get_global_id(0);
    const long width = 2 * most + 1;
    __global const long* labels = AT(labels_in) + n * most;
    __global const real* alpha = AT(alpha_in) + n * most_steps * width;
    __global acc* beta = AT(beta_out) + n * 2 * width;
    const acc loss = LOAD(AT(loss_in), n);
    const acc scale = LOAD(AT(dloss_in), n * dloss_stride);
    const bool fits =
            is_sample(labels, AT(steps_in)[n], AT(lengths_in)[n], most_steps, most, classes);
    const bool possible = fits && loss < INFINITY;
    const acc filler = scale == 0 || possible ? AS_ACC(0) : NAN;
    const long steps = possible ? AT(steps_in)[n] : 0;
    const long states = possible ? 2 * AT(lengths_in)[n] + 1 : 0;
    for (long t = most_steps - 1; t >= 0; t--) {
        __global const real* y = AT(y_in) + ((t + 1) * samples + n) * classes;
        __global real* dy = AT(dy_out) + (t * samples + n) * classes;
        __global acc* now = beta + t % 2 * width;
        __global const acc* after = beta + (t + 1) % 2 * width;
        for (long c = 0; c < classes; c++) {
            STORE(dy, c, filler);
        }
        for (long s = 0; t < steps && s < states; s++) {
            const acc ending = end_after(after, t == steps - 1, y, labels, s, states, blank);
            now[s] = ending;
            const long label = label_of(labels, s, blank);
            STORE(dy, label, fma(-scale, m_exp(LOAD(alpha, t * width + s) + ending + loss), LOAD(dy, label)));
        }
    }
}
