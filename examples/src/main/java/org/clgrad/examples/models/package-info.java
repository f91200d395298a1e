/**
 * Networks that the command line trains, and that {@code clgrad bench} measures: layers only, without data.
 *
 * <p>{@link org.clgrad.examples.models.Resnet} and {@link org.clgrad.examples.models.CifarResnet} are made of {@link
 * org.clgrad.examples.models.ResidualBlock}s; {@link org.clgrad.examples.models.SmallNetworks} has those that are a few
 * layers in a row.
 *
 * <p>Knows {@code nn} and {@code autograd}, and nothing of the command line.
 */
@NullMarked
package org.clgrad.examples.models;

import org.jspecify.annotations.NullMarked;
