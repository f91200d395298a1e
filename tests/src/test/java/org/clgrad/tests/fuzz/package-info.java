/**
 * Small graphs of random operations, forward and backward, on a device against the host.
 *
 * <p>A {@link org.clgrad.tests.fuzz.Vocabulary} knows, by reflection, all operations of {@code Tensor} and {@link
 * org.clgrad.tests.fuzz.Arguments} draws what they take; a {@link org.clgrad.tests.fuzz.Graph} is what was drawn, {@link
 * org.clgrad.tests.fuzz.Refusals} says which exceptions may come of it, {@link org.clgrad.tests.fuzz.OpenQuestions} what cannot be compared, {@link org.clgrad.tests.fuzz.Agreement} compares two devices on it, {@link
 * org.clgrad.tests.fuzz.Shrinking} makes what disagrees smaller, and {@link org.clgrad.tests.fuzz.FoundTest} writes it as a test.
 */
@NullMarked
package org.clgrad.tests.fuzz;

import org.jspecify.annotations.NullMarked;
