/**
 * Products of matrices by OpenBLAS, as {@link org.clgrad.examples.bench.openblas.OpenBlasPeer} times them: {@code cblas_sgemm}
 * through Bytedeco's binding.
 */
@NullMarked
package org.clgrad.examples.bench.openblas;

import org.jspecify.annotations.NullMarked;
