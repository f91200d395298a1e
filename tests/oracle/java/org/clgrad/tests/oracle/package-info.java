/**
 * Compares operations with PyTorch itself: results and gradients of libtorch, reached through DJL. Only the Maven profile
 * {@code oracle} compiles this folder and fetches what it needs: {@code ./clgrad test -Poracle -pl tests -am
 * -Dtest=OracleTest}.
 *
 * <p>An {@link org.clgrad.tests.oracle.Question} draws a sample of an operation and says it twice: in clgrad's calls, and in
 * TorchScript, which reaches every operation that PyTorch has, and its gradients. {@link org.clgrad.tests.oracle.Torch} runs
 * the script.
 */
@NullMarked
package org.clgrad.tests.oracle;

import org.jspecify.annotations.NullMarked;
