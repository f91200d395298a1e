/**
 * What {@code clgrad bench} does: how fast clgrad is, case by case, checked before it is timed.
 *
 * <p>A {@link org.clgrad.examples.bench.BenchCase} is an {@link org.clgrad.examples.bench.Operation} with an id, what a call of
 * it comes to, and the same operation at a small shape; {@link org.clgrad.examples.bench.BenchCases} has all of them, by
 * families. An operation that is made ready on a device is a {@link org.clgrad.examples.bench.Workload}. {@link
 * org.clgrad.examples.bench.Verification} holds it against its definition and against the host reference. Whoever can be
 * asked for the time of cases is a {@link org.clgrad.examples.bench.Peer}: clgrad in this process is one ({@link
 * org.clgrad.examples.bench.ClgradPeer}). Other libraries that can do the cases, of which {@link
 * org.clgrad.examples.bench.Against} knows, are each a {@link org.clgrad.examples.bench.PeerProcess}, a child that holds the
 * library alone and times what it is told to, so that neither side's memory, threads or crash is the other's; the children's
 * side lies in {@code examples/peers}, which is built with the Maven profile {@code peers} only. {@link org.clgrad.examples.bench.Rounds} asks several in turn; the outcomes
 * become lines of JSON ({@link org.clgrad.examples.bench.JsonLines}), and those of two peers a {@link
 * org.clgrad.examples.bench.Ratio}.
 *
 * <p>Knows the models, {@code nn} and {@code autograd} as any user does, and nothing of the command line.
 */
@NullMarked
package org.clgrad.examples.bench;

import org.jspecify.annotations.NullMarked;
