/**
 * Routines that read and write at places which an index tensor says: gathering, scattering, and sums by destination.
 *
 * <p>An index tensor is I32 or I64. It says a place for each element (of as many axes as the tensor that is indexed: {@code
 * gather}, {@code scatter}, {@code scatter_add}) or for each slice along the axis (one axis: {@code index_select}, {@code
 * index_copy}, {@code index_add}); kernels see both as one, {@link org.clgrad.engine.routine.indexing.Places}.
 *
 * <p>An index that is no place is no error: nobody waits for the device to find out. Reading there gives NaN, 0 for a type that has
 * none; a write is passed over. No memory outside of a tensor is touched. Of several writes to one place the last in row-major
 * order stays; sums are made in that order. So results do not depend on the device's order of work. No routine uses atomics
 * on numbers that are summed: contributions are sorted by destination.
 */
@NullMarked
package org.clgrad.engine.routine.indexing;

import org.jspecify.annotations.NullMarked;
