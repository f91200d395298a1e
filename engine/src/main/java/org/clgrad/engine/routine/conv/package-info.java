/**
 * Convolution over sequences, images and volumes, layouts N, C, (D, H,) W, and its gradients by the input and by the weight.
 * The transposed convolution is the gradient by the input with a bias.
 *
 * <p>{@link org.clgrad.engine.routine.conv.ConvGeometry} says how the window moves. There is one code for one to three axes:
 * what has no height or depth has one row or one layer, and programs for one layer have no loop over layers. For the kernels the convolution and
 * the gradient by its input are one problem, {@link org.clgrad.engine.routine.conv.Correlation}: a sum over channels and
 * taps, where a strided gradient is one such problem for each remainder by the stride. CPUs do it directly over packed
 * weights ({@link org.clgrad.engine.routine.conv.DirectConvolution}), 1×1 taps as a product with each image ({@link
 * org.clgrad.engine.routine.conv.PointwiseConvolution}) and 3×3 taps in a basis in which 36 products stand for 144 ({@link
 * org.clgrad.engine.routine.conv.WinogradConvolution}); GPUs do it as a matrix product whose right operand is gathered while it
 * is multiplied ({@link org.clgrad.engine.routine.conv.ImplicitGemm}). The gradient by the weight is a set of long dot products
 * ({@link org.clgrad.engine.routine.conv.WeightGradientPlans}), or the transposed map of the basis for 3×3 taps ({@link
 * org.clgrad.engine.routine.conv.WinogradWeightGradient}), whose bounds {@link org.clgrad.engine.routine.conv.WinogradError}
 * derives. The references, {@link org.clgrad.engine.routine.conv.ReferenceConvolution}, share nothing with these but the sizes.
 *
 * <p>Sources: [1] Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34(3), 2008;
 * [2] Georganas et al., "Anatomy of High-Performance Deep Learning Convolutions on SIMD Architectures", SC18;
 * [3] Chetlur et al., "cuDNN: Efficient Primitives for Deep Learning", arXiv:1410.0759, 2014; [4] Lavin and Gray, "Fast
 * Algorithms for Convolutional Neural Networks", CVPR 2016.
 */
@NullMarked
package org.clgrad.engine.routine.conv;

import org.jspecify.annotations.NullMarked;
