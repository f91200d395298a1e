/**
 * The cases of {@code clgrad bench} as libtorch does them, called from Java through DJL: {@link
 * org.clgrad.examples.bench.torch.TorchPeer} times them.
 *
 * <p>Single operations are calls of DJL's arrays, or of ATen by a line of TorchScript where DJL has no call for them ({@link
 * org.clgrad.examples.bench.torch.Script}). Networks are DJL's blocks, trained by DJL's trainer and optimizers: what a user
 * of libtorch in Java writes.
 */
@NullMarked
package org.clgrad.examples.bench.torch;

import org.jspecify.annotations.NullMarked;
