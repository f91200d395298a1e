/** Programs that are kept on disk, with devices and processes that use them. */
@NullMarked
package org.clgrad.tests.cache;

import org.jspecify.annotations.NullMarked;
