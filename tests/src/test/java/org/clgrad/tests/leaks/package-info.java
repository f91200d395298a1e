/** Nothing stays behind: an extension for any test, and tests of whole lives of devices. */
@NullMarked
package org.clgrad.tests.leaks;

import org.jspecify.annotations.NullMarked;
