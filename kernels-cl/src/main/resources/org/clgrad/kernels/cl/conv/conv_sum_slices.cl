// conv_sum_slices: dw[i] = Σ over slices of part[slice, i]: the second pass of the gradient of the weight
//
// tile:    a work-item adds CHUNK neighbours, slice by slice
// needs:   slices ≥ 1; dw does not overlap part
// writes:  each element of dw by exactly one work-item
// order:   slices ascending
// source:  own
//
//@variant  conv_sum_slices of convolution_weight_gradient
//@dims     elements
//@tunable  CHUNK {1,4,16} = 4     elements of a work-item
//@grid     global ceil(elements/CHUNK)
#include "types.clh"

__kernel void conv_sum_slices(IN_AS(ACC, part_in), OUT(dw_out), const long elements, const long slices) {
    __global const acc* part = AT(part_in);
    __global real* dw = AT(dw_out);
    const long begin = get_global_id(0) * CHUNK;
    const long end = min(begin + CHUNK, elements);
    for (long i = begin; i < end; i++) {
        acc sum = 0;
        for (long slice = 0; slice < slices; slice++) {
            sum += part[slice * elements + i];
        }
        STORE(dw, i, sum);
    }
}
