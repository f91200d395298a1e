// cross_entropy_backward: dx[row,i] = (t·exp(y[row,i]) − (1 − smoothing)·w·[i = l] − smoothing/n·weight[i])·dloss[row],
//     l = label[row], w = weight[l], t = (1 − smoothing)·w + smoothing/n·Σ weight; weights 1 where none are given
//     0 where l is to be ignored, NaN where there is no such label
//
// tile:    a work-item owns CHUNK neighbours of one row and walks them in vectors of 8, whole 32-byte sectors to a GPU's
//          lane
// needs:   dense y[rows,n], dx[rows,n], weight[n]; total = Σ weight; dloss and label with strides of their own, 0 too
// writes:  each element of dx by exactly one work-item
// order:   per element      error ≤ u·|dloss|·(12·t·exp(y) + 5·w·[i = l] + 5·smoothing/n·weight)
// source:  as cross_entropy_rows
//
//@variant  cross_entropy_backward of cross_entropy_backward
//@prefers  any
//@dims     rows n
//@tunable  CHUNK {8,16,64,256} = 64     elements of a work-item
//@grid     global ceil(n/CHUNK), rows
#include "types.clh"
#include "math.clh"

__kernel void cross_entropy_backward(
        IN(dloss_in), IN(y_in), IN_AS(T1, label_in), IN(weight_in), IN(total_in), OUT(dx_out), const long n,
        const long dloss_stride, const long label_stride, const int weighted, const long ignored,
        const acc smoothing) {
    const long row = get_global_id(1);
    __global const real* y = AT(y_in) + row * n;
    __global const real* weight = AT(weight_in);
    __global real* dx = AT(dx_out) + row * n;
    const long label = AT(label_in)[row * label_stride];
    const bool is_class = (ulong)label < (ulong)n;
    const acc given = LOAD(AT(dloss_in), row * dloss_stride);
    const acc scale = is_class ? given : NAN;
    const acc w = is_class ? weighted ? LOAD(weight, label) : AS_ACC(1) : AS_ACC(0);
    const acc total = weighted ? LOAD(AT(total_in), 0) : (acc)n;
    const acc own = (AS_ACC(1) - smoothing) * w;
    const acc part = smoothing / (acc)n;
    const acc t = fma(part, total, own);
    long i = get_global_id(0) * CHUNK;
    const long begin = i;
    const long end = min(i + CHUNK, n);
    if (label == ignored) {
        for (; i < end; i++) {
            STORE(dx, i, AS_ACC(0));
        }
        return;
    }
    for (; i + 8 <= end; i += 8) {
        const acc8 smooth = part * (weighted ? VLOAD8(weight, i) : (acc8)(1));
        VSTORE8(dx, i, fma((acc8)(t), m_exp(VLOAD8(y, i)), -smooth) * scale);
    }
    for (; i < end; i++) {
        const acc smooth = part * (weighted ? LOAD(weight, i) : AS_ACC(1));
        STORE(dx, i, fma(t, m_exp(LOAD(y, i)), -smooth) * scale);
    }
    if (label >= begin && label < end) {
        STORE(dx, label, (fma(t, m_exp(LOAD(y, label)), -own) - part * w) * scale);
    }
}
