/**
 * Gradients of gradients at work, one runnable class for each idea, each a screen long: {@code java -cp "$(ls
 * examples/target/examples-*.jar):$(cat examples/target/classpath)" org.clgrad.examples.derivatives.HessianVector}.
 *
 * <p>Depends on {@code nn} and what lies under it.
 */
@NullMarked
package org.clgrad.examples.derivatives;

import org.jspecify.annotations.NullMarked;
