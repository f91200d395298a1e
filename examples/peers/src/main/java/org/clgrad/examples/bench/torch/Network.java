package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;

/**
 * A network of the benchmark.
 *
 * @param block not initialised yet
 * @param input of one call
 * @param parameters how many numbers it learns: another number is another network
 */
record Network(Block block, Shape input, long parameters) {}
