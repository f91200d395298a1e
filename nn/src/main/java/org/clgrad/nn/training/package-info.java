/**
 * The trainer: feeds a module from a data set, step after step, and says how it goes.
 *
 * <p>{@link org.clgrad.nn.training.Trainer} is how a training is described, {@code TrainingRun} one run of it. All of a
 * step is handed to the device without waiting for it: {@code Feed} uploads batches, {@code ClassCount} and the log of
 * losses stay on the device until a {@link org.clgrad.nn.training.TrainingListener} asks its {@link
 * org.clgrad.nn.training.Progress}. A {@link org.clgrad.nn.training.Checkpoint} is a training between two steps as a
 * file, from which it goes on with the same bits.
 *
 * <p>Depends on {@code nn}, {@code nn.loss}, {@code nn.optim}, {@code nn.data}, {@code nn.io} and {@code autograd}, and
 * of the engine on devices, scopes, shapes and element types; on no layer. Nothing else in {@code nn} depends on it.
 */
@NullMarked
package org.clgrad.nn.training;

import org.jspecify.annotations.NullMarked;
