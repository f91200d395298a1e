/** Tests of the house itself: who may know whom, and how things are named. */
@NullMarked
package org.clgrad.tests.architecture;

import org.jspecify.annotations.NullMarked;
