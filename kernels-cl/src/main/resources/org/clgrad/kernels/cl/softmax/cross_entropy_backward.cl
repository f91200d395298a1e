// cross_entropy_backward: dx[row,i] = (exp(y[row,i]) − [i = label[row]])·dloss[row], NaN where there is no such label
//
// tile:    a work-item owns CHUNK neighbours of one row and walks them in vectors of 8, whole 32-byte sectors to a GPU's
//          lane
// needs:   dense y[rows,n] and dx[rows,n]; dloss and label with strides of their own, 0 too
// writes:  each element of dx by exactly one work-item
// order:   per element      error ≤ u·|dloss|·(8·exp(y) + 2·[i = label])
// source:  own
//
//@variant  cross_entropy_backward of cross_entropy_backward
//@prefers  any
//@dims     rows n
//@tunable  CHUNK {8,16,64,256} = 64     elements of a work-item
//@grid     global ceil(n/CHUNK), rows
#include "types.clh"
#include "math.clh"

__kernel void cross_entropy_backward(
        IN(dloss_in), IN(y_in), IN_AS(T1, label_in), OUT(dx_out), const long n, const long dloss_stride,
        const long label_stride) {
    const long row = get_global_id(1);
    __global const real* y = AT(y_in) + row * n;
    __global real* dx = AT(dx_out) + row * n;
    const long label = AT(label_in)[row * label_stride];
    const acc given = LOAD(AT(dloss_in), row * dloss_stride);
    const acc scale = (ulong)label < (ulong)n ? given : NAN;
    long i = get_global_id(0) * CHUNK;
    const long begin = i;
    const long end = min(i + CHUNK, n);
    for (; i + 8 <= end; i += 8) {
        VSTORE8(dx, i, m_exp(VLOAD8(y, i)) * scale);
    }
    for (; i < end; i++) {
        STORE(dx, i, m_exp(LOAD(y, i)) * scale);
    }
    if (label >= begin && label < end) {
        STORE(dx, label, (m_exp(LOAD(y, label)) - AS_ACC(1)) * scale);
    }
}
