/**
 * What {@code clgrad bench} compares with.
 *
 * <p>A {@link org.clgrad.examples.bench.Peer} is another library that can do the cases of the benchmark. {@link
 * org.clgrad.examples.bench.Against} knows the ones there are; each is a {@link org.clgrad.examples.bench.PeerProcess}, a
 * child that holds the library alone and times what it is told to, so that neither side's memory, threads or crash is the
 * other's. What a comparison found is a {@link org.clgrad.examples.bench.Ratio}. The children's side lies in
 * {@code examples/peers}, which is built with the Maven profile {@code peers} only.
 */
@NullMarked
package org.clgrad.examples.bench;

import org.jspecify.annotations.NullMarked;
