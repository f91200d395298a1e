// pointwise_elements: y = formula(x0, x1, …), each element on its own; repeated operands have strides of 0
//
// tile:    a work-item does one element; neighbouring work-items do neighbours along the innermost axis
// needs:   axes that RANK leaves out have size 1; y repeats no element; an input that overlaps y is y, in the same
//          layout; unless WIDE, no operand spans 2^31 elements
// writes:  each element of y by exactly one work-item, which has read the inputs' elements before
// order:   none; the error is that of the formula
// source:  own
//
//@variant  pointwise_elements of pointwise
//@prefers  gpu
//@dims     n
//@tunable  GROUP {64,128,256} = 256     work-items of a group
//@require  GROUP <= MAX_WORK_GROUP_SIZE
//@grid     groups ceil(n/GROUP); items GROUP
//@specialise INPUTS CONSTANTS FORMULA RANK WIDE
#include "types.clh"
#include "math.clh"
#define WIDTH 1
#include "pointwise.clh"

// Places are computed modulo the width of their type, unsigned, which divides faster, and are signed in the end: strides
// may be negative.
#if WIDE
#define whole  ulong
#define signed_whole long
#else
#define whole  uint
#define signed_whole int
#endif

#define READ(k) const val in##k = LOAD_AS(T##k, AT(x##k##_in), (signed_whole)place##k);

__kernel void pointwise_elements(POINTWISE_ARGUMENTS) {
    if ((long)get_global_id(0) >= size0 * size1 * size2 * size3 * size4 * size5 * size6 * size7) {
        return;
    }
    EACH_CONSTANT(CONSTANT_VALUE)
    EACH_INPUT(PLACE)
    whole place = 0;
    whole rest = get_global_id(0);
#if RANK == 1
    OUTERMOST_AXIS(7)
#elif RANK == 2
    AXIS(7) OUTERMOST_AXIS(6)
#elif RANK == 3
    AXIS(7) AXIS(6) OUTERMOST_AXIS(5)
#elif RANK == 4
    AXIS(7) AXIS(6) AXIS(5) OUTERMOST_AXIS(4)
#elif RANK == 5
    AXIS(7) AXIS(6) AXIS(5) AXIS(4) OUTERMOST_AXIS(3)
#elif RANK == 6
    AXIS(7) AXIS(6) AXIS(5) AXIS(4) AXIS(3) OUTERMOST_AXIS(2)
#elif RANK == 7
    AXIS(7) AXIS(6) AXIS(5) AXIS(4) AXIS(3) AXIS(2) OUTERMOST_AXIS(1)
#else
    AXIS(7) AXIS(6) AXIS(5) AXIS(4) AXIS(3) AXIS(2) AXIS(1) OUTERMOST_AXIS(0)
#endif
    EACH_INPUT(READ)
    FORMULA
    STORE_AS(TO, AT(y_out), (signed_whole)place, y);
}
