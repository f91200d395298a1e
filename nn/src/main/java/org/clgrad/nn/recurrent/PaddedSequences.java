package org.clgrad.nn.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.TensorShapes;
import org.clgrad.engine.tensor.MismatchException;

/**
 * Sequences of several lengths as one tensor, the shorter ones padded behind, with their lengths: what recurrent networks take
 * in place of PyTorch's packed sequences, without sorting them.
 *
 * <pre>{@code
 * PaddedSequences in = PaddedSequences.of(false, 0, first, second, third);
 * Tensor out = lstm.apply(in.padded(), null, null, in.lengths()).output();
 * List<Tensor> each = in.with(out).split();
 * }</pre>
 */
public final class PaddedSequences {
    private final Tensor padded;
    private final long[] lengths;
    private final boolean batchFirst;

    private PaddedSequences(Tensor padded, long[] lengths, boolean batchFirst) {
        this.padded = padded;
        this.lengths = lengths;
        this.batchFirst = batchFirst;
    }

    /**
     * Sequences side by side.
     *
     * @param batchFirst whether the result is [N,T,…] and not [T,N,…]
     * @param value what the shorter ones are padded with
     * @param sequences each [T,…], alike but for T
     * @throws MismatchException if there is none, or they differ in more than their lengths
     */
    public static PaddedSequences of(boolean batchFirst, double value, Tensor... sequences) {
        if (sequences.length == 0 || Arrays.stream(sequences).anyMatch(sequence -> sequence.rank() == 0)) {
            throw new MismatchException(
                    "padded sequences",
                    "the sequences",
                    "one or more with steps",
                    Arrays.toString(Arrays.stream(sequences).map(Tensor::shape).toArray()));
        }
        long[] lengths =
                Arrays.stream(sequences).mapToLong(sequence -> sequence.size(0)).toArray();
        long longest = Arrays.stream(lengths).max().orElseThrow();
        Tensor[] parts = new Tensor[sequences.length];
        for (int i = 0; i < parts.length; i++) {
            long[] after = new long[sequences[i].rank()];
            after[0] = longest - lengths[i];
            parts[i] = sequences[i].pad(new long[after.length], after, value);
        }
        return new PaddedSequences(TensorShapes.stack(batchFirst ? 0 : 1, parts), lengths, batchFirst);
    }

    /** Another tensor of the same sequences, what a network made of them. */
    public PaddedSequences with(Tensor other) {
        return new PaddedSequences(other, lengths, batchFirst);
    }

    /** The sequences side by side. */
    public Tensor padded() {
        return padded;
    }

    /** Their lengths. */
    public long[] lengths() {
        return lengths.clone();
    }

    /** Each by itself again, without its padding; views. */
    public List<Tensor> split() {
        List<Tensor> sequences = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            sequences.add(padded.select(batchFirst ? 0 : 1, i).narrow(0, 0, lengths[i]));
        }
        return sequences;
    }
}
