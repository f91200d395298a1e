// ctc_backward_group: dy[t,n,c] = −dloss[n]·Σ exp(alpha[n,t,s] + beta[t,s] + loss[n]) over the states s whose label is c, beta the
//     logarithm of the probability of all endings after step t in state s
//
// tile:    a work-group owns a sample and walks its steps backwards; its work-items own states, then classes' sums: the
//          first state of a label adds up all states of that label, and one work-item the blanks
// needs:   what ctc_group takes and gives, dense, dloss with a stride of its own; dy[most_steps,samples,classes] dense; beta
//          has room for three rows of 2·most + 1 numbers for each sample
// writes:  each element of dy and beta by exactly one work-item
// order:   states ascending      error ≤ (steps·(2·max|beta| + 24) + 20)·u·|dloss|·Σ exp(…)
// source:  as ctc_backward_samples
//
//@variant  ctc_backward_group of ctc_backward
//@prefers  gpu
//@dims     samples
//@tunable  GROUP {16,64,256} = 64     work-items of a sample
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@grid     groups samples; items GROUP
#include "types.clh"
#include "math.clh"
#include "ctc.clh"

// Whether no state before s has its label.
static bool is_first(__global const long* labels, const long s, const long blank) {
    const long label = label_of(labels, s, blank);
    bool first = true;
    for (long i = 0; first && i < s; i++) {
        first = label_of(labels, i, blank) != label;
    }
    return first;
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void ctc_backward_group(
        IN(dloss_in), IN(y_in), IN_AS(T1, labels_in), IN_AS(T1, steps_in), IN_AS(T1, lengths_in), IN(loss_in),
        IN(alpha_in), OUT_AS(ACC, beta_out), OUT(dy_out), const long dloss_stride, const long most_steps,
        const long samples, const long classes, const long most, const long blank) {
    const long n = get_group_id(0);
    const int item = get_local_id(0);
    const long width = 2 * most + 1;
    __global const long* labels = AT(labels_in) + n * most;
    __global const real* alpha = AT(alpha_in) + n * most_steps * width;
    __global acc* beta = AT(beta_out) + n * 3 * width;
    __global acc* through = beta + 2 * width;
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
        for (long c = item; c < classes; c += GROUP) {
            STORE(dy, c, filler);
        }
        const long reached = t < steps ? states : 0;
        for (long s = item; s < reached; s += GROUP) {
            const acc ending = end_after(after, t == steps - 1, y, labels, s, states, blank);
            now[s] = ending;
            through[s] = m_exp(LOAD(alpha, t * width + s) + ending + loss);
        }
        barrier(CLK_GLOBAL_MEM_FENCE);
        for (long s = item; s < reached; s += GROUP) {
            if (is_first(labels, s, blank)) {
                const long label = label_of(labels, s, blank);
                acc sum = 0;
                for (long i = s; i < reached; i++) {
                    sum += label_of(labels, i, blank) == label ? through[i] : AS_ACC(0);
                }
                STORE(dy, label, -scale * sum);
            }
        }
        barrier(CLK_GLOBAL_MEM_FENCE);
    }
}
