/** Operations from outside clgrad's modules, as an {@link org.clgrad.engine.routine.OperationProvider} brings them. */
@NullMarked
package org.clgrad.tests.provided;

import org.jspecify.annotations.NullMarked;
