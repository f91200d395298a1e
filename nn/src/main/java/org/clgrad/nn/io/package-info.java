/**
 * Files in the formats that other tools read and write.
 *
 * <p>{@link org.clgrad.nn.io.SafetensorsFile} reads and {@link org.clgrad.nn.io.SafetensorsWriter} writes safetensors,
 * the format that weights are exchanged in. They move bytes between files and buffers; which tensor of a model the bytes
 * belong to is the business of others.
 *
 * <p>A file is taken to be hostile: whatever is wrong with it is an {@link org.clgrad.nn.data.DataException} of one
 * line, found before anything is allocated that the file cannot back with bytes of its own.
 *
 * <p>Depends on {@code engine.tensor} and, for that exception, on {@code nn.data}.
 */
@NullMarked
package org.clgrad.nn.io;

import org.jspecify.annotations.NullMarked;
