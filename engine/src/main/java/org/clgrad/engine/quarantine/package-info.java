/**
 * Variants that were found to go wrong on a device, so that work there goes on with others.
 *
 * <p>A {@link org.clgrad.engine.quarantine.Quarantine} is what is known of one device; over a {@link
 * org.clgrad.engine.routine.Tuning} it makes plans pass over what it holds. A {@link
 * org.clgrad.engine.quarantine.QuarantineFile} keeps it in the user's cache folder. Whoever checks variants ({@code
 * clgrad doctor}) writes it; whoever opens a device reads it. A kernel that has changed since is not held any more.
 */
@NullMarked
package org.clgrad.engine.quarantine;

import org.jspecify.annotations.NullMarked;
