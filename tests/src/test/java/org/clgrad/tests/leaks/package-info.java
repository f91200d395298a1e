/** Nothing stays behind: guards around every test and property, and tests of whole lives of devices. */
@NullMarked
package org.clgrad.tests.leaks;

import org.jspecify.annotations.NullMarked;
