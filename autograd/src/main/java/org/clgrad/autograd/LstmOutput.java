package org.clgrad.autograd;

/**
 * What layers of long short-term memories give.
 *
 * <p>The last states of one layer are views of what the gradient keeps of all steps: it refuses if they are changed in place,
 * and who keeps them alone for long keeps a copy.
 *
 * @param output the last layer's results of all steps, [T,N,D·P], or [N,T,D·P] if the batch is first; D directions
 * @param hidden the last result of each layer and direction, [layers·D,N,P]
 * @param cell the last cell of each layer and direction, [layers·D,N,H]
 */
public record LstmOutput(Tensor output, Tensor hidden, Tensor cell) {}
