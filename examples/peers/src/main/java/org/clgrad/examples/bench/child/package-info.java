/**
 * The child's side of a comparison: a process that times cases when it is told to.
 *
 * <p>{@link org.clgrad.examples.bench.child.CaseLoop} reads {@code case}, {@code batch} and {@code done} and answers; a {@link
 * org.clgrad.examples.bench.child.CaseSource} knows the cases; a {@link org.clgrad.examples.bench.child.TimedCase} is checked
 * against plain arithmetic in double precision before anything of it is timed.
 *
 * <p>Knows nothing of clgrad, so that a peer's process holds the peer alone.
 */
@NullMarked
package org.clgrad.examples.bench.child;

import org.jspecify.annotations.NullMarked;
