/**
 * Recurrent networks and their cells, with PyTorch's names and layouts of weights.
 *
 * <p>{@link org.clgrad.nn.recurrent.RNN}, {@link org.clgrad.nn.recurrent.LSTM} and {@link org.clgrad.nn.recurrent.GRU}
 * go over whole sequences, in layers and both directions; {@code RecurrentModule} registers the parameters for all
 * three, and {@code RecurrentCellModule} for the cells, which do one step. {@link
 * org.clgrad.nn.recurrent.PaddedSequences} puts sequences of several lengths side by side and takes the results apart.
 *
 * <p>The steps themselves are {@code autograd}'s. Depends on that, on {@code nn}, and of the engine on shapes.
 */
@NullMarked
package org.clgrad.nn.recurrent;

import org.jspecify.annotations.NullMarked;
