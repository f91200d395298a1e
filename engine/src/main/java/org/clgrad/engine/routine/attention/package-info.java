/**
 * Attention: sums of values weighted by the softmax of products of queries and keys, and their gradients, without a matrix of
 * all queries and keys in memory.
 *
 * <p>A row of scores is gone through in blocks, with the maximum and the sum of exponentials of what has been seen, and the
 * sums of values so far scaled whenever the maximum rises. Of a row remains the logarithm of its sum of exponentials, from
 * which the way back computes each probability again. Which probabilities are dropped follows from a counter and their
 * place, so both ways, all devices and the plain operations drop the same.
 *
 * <p>Source: Dao, Fu, Ermon, Rudra, Ré, "FlashAttention", NeurIPS 2022; Dao, "FlashAttention-2", ICLR 2024.
 *
 * <p>Of the other families it knows {@code random}, for what is dropped.
 */
@NullMarked
package org.clgrad.engine.routine.attention;

import org.jspecify.annotations.NullMarked;
