package org.clgrad.autograd;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recurrent networks over whole sequences. In all of them x is [T,N,I], or [N,T,I] if the stack says that the batch is first,
 * or [T,I] for one sequence; and there is a set of weights for each layer and direction, in PyTorch's order: that of layer 0,
 * its reverse, that of layer 1 and so on.
 *
 * <p>Sequences shorter than T are padded at their end, with anything, and their lengths given, in any order, as {@code
 * pack_padded_sequence} takes them: a sequence's last state is that at its own end, its reverse begins there, and results
 * behind it are 0.
 *
 * <p>Gradients: of x, the first states and all weights. The sum over steps and sequences of a weight's gradient is one matrix
 * product. They are computed by fused kernels, or in tensor operations if a graph of them is asked for.
 */
public sealed interface TensorRecurrent permits Tensor {
    /** The tensor these methods belong to. */
    Tensor self();

    /**
     * Plain recurrent cells: hₜ = tanh(a) or max(a, 0) with a = W_ih·xₜ + b_ih + W_hh·hₜ₋₁ + b_hh.
     *
     * @param weights for each layer and direction, with G = 1
     * @param h0 the first results [layers·D,N,H], or null for zeros
     * @param lengths of the sequences; none if all are whole
     * @throws org.clgrad.engine.tensor.MismatchException if shapes, types or lengths do not fit
     */
    default RecurrentOutput rnn(
            List<RecurrentWeights> weights,
            RecurrentStack stack,
            Nonlinearity nonlinearity,
            @Nullable Tensor h0,
            long... lengths) {
        RecurrentLayers layers = new RecurrentLayers("rnn", RnnFunction.cell(nonlinearity), stack, weights);
        List<Tensor> out = layers.run(self(), Collections.singletonList(h0), lengths);
        return new RecurrentOutput(out.get(0), out.get(1));
    }

    /**
     * Gated recurrent units: with the parts of a = W_ih·xₜ + b_ih and W_hh, b_hh in PyTorch's order r, z, n,
     *
     * <pre>{@code
     * r = σ(aᵣ + Wᵣ·hₜ₋₁ + bᵣ)                 z = σ(a_z + W_z·hₜ₋₁ + b_z)
     * n = tanh(aₙ + r∘(Wₙ·hₜ₋₁ + bₙ)), or      n = tanh(aₙ + Wₙ·(r∘hₜ₋₁) + bₙ)
     * hₜ = (1 − z)∘n + z∘hₜ₋₁
     * }</pre>
     *
     * ONNX and Keras have the parts in the order z, r, h. The reset is after the product in PyTorch, in Keras by default and
     * in ONNX with {@code linear_before_reset = 1}; before it in the paper (Cho et al. 2014) and in ONNX by default.
     *
     * @param weights for each layer and direction, with G = 3
     * @param resetAfter whether the reset comes after the recurrent product: the first form of n
     * @param h0 the first results [layers·D,N,H], or null for zeros
     * @param lengths of the sequences; none if all are whole
     * @throws org.clgrad.engine.tensor.MismatchException if shapes, types or lengths do not fit
     */
    default RecurrentOutput gru(
            List<RecurrentWeights> weights,
            RecurrentStack stack,
            boolean resetAfter,
            @Nullable Tensor h0,
            long... lengths) {
        RecurrentLayers layers = new RecurrentLayers("gru", GruFunction.cell(resetAfter), stack, weights);
        List<Tensor> out = layers.run(self(), Collections.singletonList(h0), lengths);
        return new RecurrentOutput(out.get(0), out.get(1));
    }

    /**
     * Long short-term memories: with a = W_ih·xₜ + b_ih + W_hh·hₜ₋₁ + b_hh cut into four parts,
     *
     * <pre>{@code
     * i = σ(aᵢ + pᵢ∘cₜ₋₁)    f = σ(a_f + p_f∘cₜ₋₁)    g = tanh(a_g)
     * cₜ = f∘cₜ₋₁ + i∘g      o = σ(aₒ + pₒ∘cₜ)        hₜ = o∘tanh(cₜ), or W_hr·(o∘tanh(cₜ)) if it is projected
     * }</pre>
     *
     * Parts are in PyTorch's order i, f, g, o, peepholes in the order i, f, o. ONNX has i, o, f, c and i, o, f.
     *
     * @param weights for each layer and direction, with G = 4
     * @param h0 the first results [layers·D,N,P], or null for zeros
     * @param c0 the first cells [layers·D,N,H], or null for zeros
     * @param lengths of the sequences; none if all are whole
     * @throws org.clgrad.engine.tensor.MismatchException if shapes, types or lengths do not fit
     */
    default LstmOutput lstm(
            List<RecurrentWeights> weights,
            RecurrentStack stack,
            @Nullable Tensor h0,
            @Nullable Tensor c0,
            long... lengths) {
        List<Tensor> out = new RecurrentLayers("lstm", LstmFunction.CELL, stack, weights)
                .run(self(), Arrays.asList(h0, c0), lengths);
        return new LstmOutput(out.get(0), out.get(1), out.get(2));
    }
}
