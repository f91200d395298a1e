/**
 * Data for training: where samples come from and how they reach a mini-batch.
 *
 * <p>A {@link org.clgrad.nn.data.Dataset} copies the samples it is asked for, by index, into memory that the caller
 * gives; {@link org.clgrad.nn.data.DataLoader} decides which indices, in which order. Images read from files
 * ({@link org.clgrad.nn.data.Mnist}, {@link org.clgrad.nn.data.Cifar10}) or drawn ({@link org.clgrad.nn.data.DrawnDigits}) stay bytes until the device
 * turns them into numbers, so a batch of 64 digits is a copy of 50 kB.
 *
 * <p>What is read here was written by others: nothing a file claims is believed, or allocated, before the bytes are
 * there, and everything wrong with it is a {@link org.clgrad.nn.data.DataException} of one line.
 *
 * <p>Depends on {@code engine.tensor} for shapes and element types; knows nothing of tensors, modules or devices.
 */
@NullMarked
package org.clgrad.nn.data;

import org.jspecify.annotations.NullMarked;
