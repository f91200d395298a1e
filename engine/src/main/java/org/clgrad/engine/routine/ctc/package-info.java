/**
 * Connectionist temporal classification: the probability of a sequence of labels given those of classes at each of more
 * steps, and its gradient, by recursions over steps and states. All is in logarithms, so that nothing underflows.
 */
@NullMarked
package org.clgrad.engine.routine.ctc;

import org.jspecify.annotations.NullMarked;
