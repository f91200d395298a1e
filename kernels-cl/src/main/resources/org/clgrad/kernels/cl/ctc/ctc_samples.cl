// ctc_samples: loss = −log p(labels), p the probability of all ways to stretch a sample's labels, blanks between them, over its
//     steps; alpha[n,t,s] = the logarithm of the probability of all beginnings in state s at step t
//
// tile:    a work-item owns a sample and walks its steps, and at each its states
// needs:   y[most_steps,samples,classes], labels[samples,most], steps, lengths, alpha[samples,most_steps,2·most+1] dense
// writes:  each element of alpha and loss by exactly one work-item
// order:   steps ascending; at each the three states before      error ≤ steps·(2·max|alpha| + 20)·u
// source:  Graves et al., "Connectionist Temporal Classification", ICML 2006, §4.1; in logarithms instead of with scaling
//
//@variant  ctc_samples of ctc
//@prefers  cpu
//@dims     samples
//@grid     global samples
#include "types.clh"
#include "math.clh"
#include "ctc.clh"

__kernel void ctc_samples(
        IN(y_in), IN_AS(T1, labels_in), IN_AS(T1, steps_in), IN_AS(T1, lengths_in), OUT(loss_out), OUT(alpha_out),
        const long most_steps, const long samples, const long classes, const long most, const long blank) {
    const long n = get_global_id(0);
    const long width = 2 * most + 1;
    __global const long* labels = AT(labels_in) + n * most;
    __global real* alpha = AT(alpha_out) + n * most_steps * width;
    const bool fits =
            is_sample(labels, AT(steps_in)[n], AT(lengths_in)[n], most_steps, most, classes);
    const long steps = fits ? AT(steps_in)[n] : 0;
    const long length = fits ? AT(lengths_in)[n] : 0;
    for (long t = 0; t < most_steps; t++) {
        __global const real* y = AT(y_in) + (t * samples + n) * classes;
        __global const real* before = alpha + (t - 1) * width;
        const long states = t < steps ? 2 * length + 1 : 0;
        for (long s = 0; s < states; s++) {
            STORE(alpha, t * width + s, begin_in(before, t == 0, y, labels, s, blank));
        }
        for (long s = states; s < width; s++) {
            STORE(alpha, t * width + s, -INFINITY);
        }
    }
    STORE(AT(loss_out), n, fits ? loss_of(alpha + (steps - 1) * width, steps > 0, length) : NAN);
}
