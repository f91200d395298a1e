/**
 * Random numbers from a counter: Philox4x32-10. The state is two integers on the device, (seed, counter); a routine returns
 * the numbers and the state after them and changes nothing in place. Element i depends on seed, counter and i alone, so the
 * same seed gives the same numbers on every device, through every binding, with every size of work-group.
 *
 * <p>A block is what Philox makes of one counter under the seed as key: four words of 32 bits. Of numbers in
 * single precision it gives four, in double two; of events, which dropout's are too, four whatever the type. Two draws overlap
 * only if their counters do; the state handed on prevents that.
 *
 * <p>Of the other families it knows {@code scan} and the operators of {@code reduce}, for the sums that multinomials search.
 */
@NullMarked
package org.clgrad.engine.routine.random;

import org.jspecify.annotations.NullMarked;
