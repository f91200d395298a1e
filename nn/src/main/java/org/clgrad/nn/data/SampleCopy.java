package org.clgrad.nn.data;

import java.nio.ByteBuffer;
import java.util.Objects;

/** The checks that every {@link Dataset#copySamples} of this package makes before it copies. */
final class SampleCopy {

    private SampleCopy() {}

    static void check(Dataset dataset, int[] indices, int from, int count, ByteBuffer inputs, ByteBuffer targets) {
        Objects.checkFromIndexSize(from, count, indices.length);
        checkRoom("inputs", inputs, count, dataset.inputBytes());
        checkRoom("targets", targets, count, dataset.targetBytes());
        for (int i = from; i < from + count; i++) {
            Objects.checkIndex(indices[i], dataset.size());
        }
    }

    private static void checkRoom(String buffer, ByteBuffer bytes, int count, int sampleBytes) {
        if (bytes.remaining() < (long) count * sampleBytes) {
            throw new IllegalArgumentException("copySamples: " + buffer + " has room for " + bytes.remaining()
                    + " bytes, " + count + " samples need " + (long) count * sampleBytes);
        }
    }
}
