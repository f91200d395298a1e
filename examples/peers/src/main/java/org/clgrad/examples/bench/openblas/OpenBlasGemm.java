package org.clgrad.examples.bench.openblas;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import org.bytedeco.javacpp.FloatPointer;
import org.clgrad.examples.bench.child.Draw;
import org.clgrad.examples.bench.child.Gemm;
import org.clgrad.examples.bench.child.TimedCase;

/** C = A·B by {@code cblas_sgemm}, into the same C each time: what is best for OpenBLAS. */
final class OpenBlasGemm implements TimedCase {
    private final Gemm gemm;
    private final float[] hostA;
    private final float[] hostB;
    private final FloatPointer a;
    private final FloatPointer b;
    private final FloatPointer c;

    OpenBlasGemm(Gemm gemm) {
        this.gemm = gemm;
        Draw draw = new Draw(0);
        hostA = draw.numbers(gemm.m() * gemm.k());
        hostB = draw.numbers(gemm.k() * gemm.n());
        a = new FloatPointer(hostA);
        b = new FloatPointer(hostB);
        c = new FloatPointer((long) gemm.m() * gemm.n());
    }

    @Override
    public void call() {
        int m = gemm.m();
        int n = gemm.n();
        int k = gemm.k();
        cblas_sgemm(
                CblasRowMajor,
                gemm.transposedA() ? CblasTrans : CblasNoTrans,
                gemm.transposedB() ? CblasTrans : CblasNoTrans,
                m,
                n,
                k,
                1,
                a,
                gemm.transposedA() ? m : k,
                b,
                gemm.transposedB() ? k : n,
                0,
                c,
                n);
    }

    @Override
    public void check() {
        call();
        float[] result = new float[gemm.m() * gemm.n()];
        c.get(result);
        gemm.check(hostA, hostB, result);
    }

    @Override
    public void close() {
        a.close();
        b.close();
        c.close();
    }
}
