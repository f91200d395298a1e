/**
 * Published data sets, fetched from their mirrors into a folder.
 *
 * <p>{@link org.clgrad.nn.download.PublishedDataset} is the table of what can be had, where, with the size and the
 * SHA-256 of each file; {@link org.clgrad.nn.download.Download} fetches it. What is fetched is known to the bit, so that
 * a mirror need not be trusted, and what one mirror began another can go on with. A file has its name only when it is
 * whole and right; until then it is a {@code .part}, with which the next download goes on, whatever ended the last one.
 *
 * <p>What can go wrong is expected to: servers that are not there, stall, send less, more or something else. Each is a
 * reason to ask the next mirror, and only when none is left a {@link org.clgrad.nn.data.DataException}, of one line.
 *
 * <p>Depends on {@code nn.data}. Nothing is fetched unless someone calls.
 */
@NullMarked
package org.clgrad.nn.download;

import org.jspecify.annotations.NullMarked;
