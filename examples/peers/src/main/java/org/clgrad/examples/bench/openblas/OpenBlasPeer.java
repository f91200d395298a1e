package org.clgrad.examples.bench.openblas;

import java.io.IOException;
import org.clgrad.examples.bench.child.CaseLoop;
import org.clgrad.examples.bench.child.Gemm;

/** The process that times OpenBLAS. It computes with as many threads as {@code OPENBLAS_NUM_THREADS} says. */
public final class OpenBlasPeer {
    private OpenBlasPeer() {}

    public static void main(String[] args) throws IOException {
        CaseLoop.serve(id -> new OpenBlasGemm(Gemm.of(id)));
    }
}
