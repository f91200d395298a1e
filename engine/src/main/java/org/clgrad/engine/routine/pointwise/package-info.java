/**
 * Operations that treat each element on its own, as one routine.
 *
 * <p>An operation is a small expression tree, {@link org.clgrad.engine.routine.pointwise.Expr}, which gives the kernel's
 * text and the derivative. The tree is an attribute of {@link org.clgrad.engine.routine.pointwise.Pointwise}, so a
 * formula put together elsewhere, the gradient of another one for instance, runs as one kernel too.
 * {@link org.clgrad.engine.routine.pointwise.PointwiseOp} is the table of operations that have a name, each with a
 * reference written by hand.
 */
@NullMarked
package org.clgrad.engine.routine.pointwise;

import org.jspecify.annotations.NullMarked;
