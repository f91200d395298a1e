/**
 * Results of operations that were worked out by hand, with the operation's name: they anchor the host, which is what all
 * devices are compared with.
 */
@NullMarked
package org.clgrad.tests.hand;

import org.jspecify.annotations.NullMarked;
