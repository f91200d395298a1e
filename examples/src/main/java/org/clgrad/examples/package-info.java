/**
 * The command line {@code clgrad}, and the models that it trains.
 *
 * <p>Depends on {@code nn} and what lies under it. Nothing depends on it but the tests.
 */
@NullMarked
package org.clgrad.examples;

import org.jspecify.annotations.NullMarked;
