/**
 * Networks and how they learn: modules with their parameters, losses, optimizers, and a trainer.
 *
 * <p>A {@link org.clgrad.nn.Module} maps a tensor to a tensor and owns {@link org.clgrad.nn.Parameter}s, on the device
 * and in the random stream that are the default where it is made. An {@link org.clgrad.nn.Optimizer} changes parameters
 * along their gradients. A {@link org.clgrad.nn.Trainer} feeds both from a data set, step after step, without waiting for
 * the device. Names and layouts of parameters are PyTorch's, and so {@link org.clgrad.nn.Module#save} and {@link
 * org.clgrad.nn.Module#load} exchange weights with it.
 *
 * <p>Read in this order: {@code Module}, {@code Sequential}, {@code Linear}, {@code Optimizer}, {@code SGD},
 * {@code TrainingRun}.
 *
 * <p>Depends on {@code autograd}, on {@code nn.data} and {@code nn.io}, and of the engine on devices, scopes, shapes and
 * element types; it does not know which kind of device it runs on, and launches nothing by itself.
 */
@NullMarked
package org.clgrad.nn;

import org.jspecify.annotations.NullMarked;
