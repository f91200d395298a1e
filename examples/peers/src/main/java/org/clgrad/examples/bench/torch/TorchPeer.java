package org.clgrad.examples.bench.torch;

import java.io.IOException;
import org.clgrad.examples.bench.child.CaseLoop;

/**
 * The process that times libtorch. It computes with as many threads as the property {@code ai.djl.pytorch.num_threads} and the
 * variable {@code OMP_NUM_THREADS} say.
 */
public final class TorchPeer {
    private TorchPeer() {}

    public static void main(String[] args) throws IOException {
        CaseLoop.serve(new TorchCases());
    }
}
