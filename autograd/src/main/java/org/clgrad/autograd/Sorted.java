package org.clgrad.autograd;

/**
 * Elements in order along an axis, and where they were.
 *
 * @param values the elements
 * @param indices of the same shape, I64: the place of each along the axis
 */
public record Sorted(Tensor values, Tensor indices) {}
