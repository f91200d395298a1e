/**
 * What a network is made of: modules with their parameters and buffers, how those begin, and how they are saved.
 *
 * <p>A {@link org.clgrad.nn.Module} maps a tensor to a tensor and owns {@link org.clgrad.nn.Parameter}s, on the device
 * and in the random stream that are the default where it is made. Names and layouts of parameters are PyTorch's, and so
 * {@link org.clgrad.nn.Module#save} and {@link org.clgrad.nn.Module#load} exchange weights with it. A module may hold others
 * ({@link org.clgrad.nn.Sequential}), be run twice for its gradient ({@link org.clgrad.nn.Recomputed}), or compute a parameter
 * from others ({@link org.clgrad.nn.WeightNorm}, {@link org.clgrad.nn.SpectralNorm}).
 *
 * <p>The rest has rooms of its own:
 * <ul>
 *   <li>{@link org.clgrad.nn.layer}: what transforms by weights, rearranges or drops; convolutions, attention, padding
 *   <li>{@link org.clgrad.nn.activation}, {@link org.clgrad.nn.pool}, {@link org.clgrad.nn.norm}, {@link
 *       org.clgrad.nn.recurrent}: families of layers
 *   <li>{@link org.clgrad.nn.loss}: how far a prediction is from what it should be
 *   <li>{@link org.clgrad.nn.optim}: what changes parameters along their gradients
 *   <li>{@link org.clgrad.nn.training}: the trainer, which feeds all of these from a data set
 *   <li>{@link org.clgrad.nn.data}, {@link org.clgrad.nn.download}, {@link org.clgrad.nn.io}: data sets and files
 * </ul>
 *
 * <p>Read in this order: {@code Module}, {@code Sequential}, {@code layer.Linear}, {@code optim.Optimizer}, {@code optim.SGD},
 * {@code training.TrainingRun}.
 *
 * <p>Depends on {@code autograd}, on {@code nn.data} and {@code nn.io}, and of the engine on devices, scopes, shapes and
 * element types; on none of the rooms of layers, losses, optimizers and training, which all build on it. Nothing in {@code nn}
 * knows which kind of device it runs on, or launches anything by itself.
 */
@NullMarked
package org.clgrad.nn;

import org.jspecify.annotations.NullMarked;
