package org.clgrad.autograd;

/**
 * The largest of each window, and where they are.
 *
 * @param values the largest
 * @param indices of the same shape, I64: the place of each in its plane, row-major; −1 where a window has no element
 */
public record MaxPooled(Tensor values, Tensor indices) {}
