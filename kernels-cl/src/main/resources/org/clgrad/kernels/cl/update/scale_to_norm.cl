// scale_to_norm: x ← x·min(1, largest/(norm + 10⁻⁶))
//
// tile:    updates.clh: chunks of up to 8 tensors in one launch
// needs:   dense tensors, of which no two overlap, changed in place; norm is one element of type T1
// writes:  each element of x by exactly one work-item
// order:   per element one product; the factor is computed once a work-item, and is NaN where the quotient is
// source:  Pascanu, Mikolov, Bengio, "On the difficulty of training recurrent neural networks", ICML 2013, §3.2; the form
//          of PyTorch's clip_grad_norm_
//
//@variant  scale_to_norm of scale_to_norm
//@prefers  any
//@dims     n0 n1 n2 n3 n4 n5 n6 n7
//@tunable  CHUNK {64,256,1024} = 256     elements of a work-item
//@grid     global ceil(n0/CHUNK) + ceil(n1/CHUNK) + ceil(n2/CHUNK) + ceil(n3/CHUNK) + ceil(n4/CHUNK) + ceil(n5/CHUNK) + ceil(n6/CHUNK) + ceil(n7/CHUNK)
#include "types.clh"

#define TENSORS 1
#include "updates.clh"

#define UPDATE(T, load, store) store(x0, i, load(x0, i) * (T)(scale))

__kernel void scale_to_norm(TENSOR_SETS, IN_AS(T1, norm_in), const acc largest) {
    SEEK_CHUNK
    const acc quotient = largest / (LOAD_AS(T1, AT(norm_in), 0) + AS_ACC(1e-6));
    const acc scale = quotient >= 1 ? AS_ACC(1) : quotient;
    EACH_ELEMENT(UPDATE)
}
