// does_not_build: y = x, if its author had not mistyped a name
//
// tile:    a work-item owns an element
// needs:   dense x[n] and y[n]
// writes:  each element of y by exactly one work-item
// order:   exact
// source:  own
//
//@variant  does_not_build of does_not_build
//@prefers  any
//@dims     n
//@grid     global n
#include "types.clh"

__kernel void does_not_build(IN(x_in), OUT(y_out)) {
    const long i = get_global_id(0);
    STORE(AT(y_out), i, LOAD(AT(x_in), mistyped));
}
