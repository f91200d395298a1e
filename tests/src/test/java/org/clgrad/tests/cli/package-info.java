/**
 * The command line as a user runs it: in processes of their own, with and without a terminal, with and without OpenCL,
 * with good requests and bad ones. Most run the Java part alone, which starts in half a second; what the wrapper
 * {@code clgrad} adds is tried through it.
 */
@NullMarked
package org.clgrad.tests.cli;

import org.jspecify.annotations.NullMarked;
