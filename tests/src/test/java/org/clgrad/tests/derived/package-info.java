/**
 * Tests of what a device keeps of lasting storages: that it is used again, that it is never stale, that it goes in time. What
 * is wrong there is wrong in silence, so results are compared bit by bit with those of operands of which nothing is kept.
 */
@NullMarked
package org.clgrad.tests.derived;

import org.jspecify.annotations.NullMarked;
