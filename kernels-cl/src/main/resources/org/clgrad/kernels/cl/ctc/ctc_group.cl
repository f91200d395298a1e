// ctc_group: loss = −log p(labels), p the probability of all ways to stretch a sample's labels, blanks between them, over its
//     steps; alpha[n,t,s] = the logarithm of the probability of all beginnings in state s at step t
//
// tile:    a work-group owns a sample and walks its steps; its work-items own states, and meet after each step
// needs:   y[most_steps,samples,classes], labels[samples,most], steps, lengths, alpha[samples,most_steps,2·most+1] dense
// writes:  each element of alpha and loss by exactly one work-item
// order:   steps ascending; at each the three states before      error ≤ steps·(2·max|alpha| + 20)·u
// source:  as ctc_samples
//
//@variant  ctc_group of ctc
//@prefers  gpu
//@dims     samples
//@tunable  GROUP {16,64,256} = 64     work-items of a sample
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@grid     groups samples; items GROUP
#include "types.clh"
#include "math.clh"
#include "ctc.clh"

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void ctc_group(
        IN(y_in), IN_AS(T1, labels_in), IN_AS(T1, steps_in), IN_AS(T1, lengths_in), OUT(loss_out), OUT(alpha_out),
        const long most_steps, const long samples, const long classes, const long most, const long blank) {
    const long n = get_group_id(0);
    const int item = get_local_id(0);
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
        for (long s = item; s < width; s += GROUP) {
            const bool reached = t < steps && s <= 2 * length;
            STORE(alpha, t * width + s, reached ? begin_in(before, t == 0, y, labels, s, blank) : -INFINITY);
        }
        barrier(CLK_GLOBAL_MEM_FENCE);
    }
    if (item == 0) {
        STORE(AT(loss_out), n, fits ? loss_of(alpha + (steps - 1) * width, steps > 0, length) : NAN);
    }
}
