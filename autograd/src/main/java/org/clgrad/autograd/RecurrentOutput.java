package org.clgrad.autograd;

/**
 * What layers of plain or gated recurrent cells give.
 *
 * <p>The last states of one layer are views of what the gradient keeps of all steps: it refuses if they are changed in place,
 * and who keeps them alone for long keeps a copy.
 *
 * @param output the last layer's results of all steps, [T,N,D·H], or [N,T,D·H] if the batch is first; D directions
 * @param hidden the last result of each layer and direction, [layers·D,N,H]
 */
public record RecurrentOutput(Tensor output, Tensor hidden) {}
