package org.clgrad.autograd;

/**
 * The distinct numbers of a tensor.
 *
 * @param values a vector of them, ascending
 * @param inverse in the tensor's shape, I64: which of the numbers each element is
 * @param counts a vector of I64: how often each number is there
 */
public record Distinct(Tensor values, Tensor inverse, Tensor counts) {}
