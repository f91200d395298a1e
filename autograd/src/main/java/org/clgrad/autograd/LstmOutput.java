package org.clgrad.autograd;

/**
 * What layers of long short-term memories give.
 *
 * @param output the last layer's results of all steps, [T,N,D·P], or [N,T,D·P] if the batch is first; D directions
 * @param hidden the last result of each layer and direction, [layers·D,N,P]
 * @param cell the last cell of each layer and direction, [layers·D,N,H]
 */
public record LstmOutput(Tensor output, Tensor hidden, Tensor cell) {}
