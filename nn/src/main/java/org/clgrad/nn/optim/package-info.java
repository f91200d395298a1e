/**
 * Optimizers: what changes parameters along their gradients, in place and on their device.
 *
 * <p>An {@link org.clgrad.nn.optim.Optimizer} keeps its state, the learning rate and the step number in device memory,
 * so that a step waits for nothing; {@code FusedOptimizer} is one whose formula is a routine over eight parameters at a
 * time. Formulas, defaults and names of states are PyTorch's. {@link org.clgrad.nn.optim.GradientClipping} goes between
 * {@code backward} and {@code step}.
 *
 * <p>Depends on {@code nn}, of which it uses parameters, and on {@code autograd}, and of the engine on devices, scopes,
 * shapes and element types; knows nothing of modules, losses and data.
 */
@NullMarked
package org.clgrad.nn.optim;

import org.jspecify.annotations.NullMarked;
