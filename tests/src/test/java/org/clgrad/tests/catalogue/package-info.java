/**
 * The catalogue of operations, and the page {@code docs/operations.md} that is generated from it.
 *
 * <p>{@link org.clgrad.tests.catalogue.TensorOperations} finds what a user may call by reading the compiled classes, so that
 * a new method of {@code Tensor} is in the catalogue as soon as it compiles; {@link
 * org.clgrad.tests.catalogue.RoutineFacts} says what is known of the routines below, from their sample spaces and the
 * headers of their kernels; {@link org.clgrad.tests.catalogue.OperationsPage} writes both down, with the proofs of each.
 */
@NullMarked
package org.clgrad.tests.catalogue;

import org.jspecify.annotations.NullMarked;
