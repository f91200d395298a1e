/**
 * What a tensor looks like, apart from where its bytes are: element type, shape, strides.
 *
 * <p>Pure values; this package knows no other.
 */
@NullMarked
package org.clgrad.engine.tensor;

import org.jspecify.annotations.NullMarked;
