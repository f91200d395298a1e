/**
 * What {@code clgrad doctor} does: every operation and element type, in every variant, on one device, against the host
 * reference.
 *
 * <p>A {@link org.clgrad.examples.doctor.Checkup} goes through {@link org.clgrad.examples.doctor.Subject}s, draws cases
 * of each and has a {@link org.clgrad.examples.doctor.CheckProcess} check them: a child that does nothing else, so that
 * a kernel that hangs or ends its process ends the child only. The child ({@link org.clgrad.examples.doctor.CheckChild})
 * is asked for one check after another, so the parent knows which one it died of, and goes on with a new one. Of what
 * failed a {@link org.clgrad.examples.doctor.SmallerFailure} is looked for. The outcome are {@link
 * org.clgrad.examples.doctor.Finding}s, which a {@link org.clgrad.examples.doctor.Report} turns into a file, and which
 * decide what the device's quarantine holds.
 *
 * <p>Knows the engine, and nothing of the command line.
 */
@NullMarked
package org.clgrad.examples.doctor;

import org.jspecify.annotations.NullMarked;
