/**
 * Work that is done by another Java process, so that what hangs or crashes there does no harm here.
 *
 * <p>A {@link org.clgrad.examples.child.ChildProcess} runs a class of this program with the options of this VM. It is asked by
 * lines on its standard input and answers each by a line on its standard output, behind a record separator (RFC 7464), since
 * drivers print to the same stream. Knows nothing of what is asked.
 */
@NullMarked
package org.clgrad.examples.child;

import org.jspecify.annotations.NullMarked;
