package org.clgrad.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataLoaderTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "10, 3, 4", "9, 3, 3", "10, 10, 1", "10, 64, 1", "1000, 64, 16"})
    void everySampleComesOnceAnEpoch(int samples, int batchSize, int batches) {
        for (DataLoader loader : List.of(
                DataLoader.shuffled(numbered(samples), batchSize, 5),
                DataLoader.inOrder(numbered(samples), batchSize))) {
            assertThat(loader.batchesPerEpoch()).isEqualTo(batches);
            List<Batch> all = new ArrayList<>();
            loader.epoch(2).forEach(all::add);
            assertThat(all).hasSize(batches);
            assertThat(all.subList(0, batches - 1)).allMatch(batch -> batch.size() == batchSize);
            assertThat(all.get(batches - 1).size()).isEqualTo(samples - (batches - 1) * Math.min(batchSize, samples));
            assertThat(order(loader, 2))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, samples).boxed().toList());
        }
    }

    @Test
    void theOrderDependsOnSeedAndEpochAlone() {
        DataLoader loader = DataLoader.shuffled(numbered(100), 7, 42);
        List<Integer> epoch3 = order(loader, 3);
        assertThat(order(loader, 4)).isNotEqualTo(epoch3);
        assertThat(order(loader, 3)).isEqualTo(epoch3);
        assertThat(order(DataLoader.shuffled(numbered(100), 64, 42), 3)).isEqualTo(epoch3);
        assertThat(order(DataLoader.shuffled(numbered(100), 7, 43), 3)).isNotEqualTo(epoch3);
    }

    @Test
    void theOrderOfASeedIsTheSameOnEveryJvm() {
        assertThat(order(DataLoader.shuffled(numbered(10), 4, 1), 0)).containsExactly(7, 2, 6, 8, 0, 1, 5, 9, 3, 4);
    }

    @Test
    void withoutShufflingTheOrderIsTheDataSets() {
        assertThat(order(DataLoader.inOrder(numbered(5), 2), 7)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void batchesHoldTheSamplesOfTheirIndices() {
        byte[] pixels = new byte[5 * 6];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (200 + i);
        }
        var images = new ImageDataset("images", Shape.of(1, 2, 3), 256, pixels, new byte[] {0, 1, 2, 3, (byte) 255});
        DataLoader loader = DataLoader.shuffled(images, 3, 9);
        ByteBuffer inputs = ByteBuffer.allocateDirect(loader.inputBytes()).order(ByteOrder.nativeOrder());
        ByteBuffer targets = ByteBuffer.allocateDirect(loader.targetBytes()).order(ByteOrder.nativeOrder());
        int seen = 0;
        for (Batch batch : loader.epoch(0)) {
            batch.copyTo(inputs, targets);
            assertThat(inputs.remaining()).isEqualTo(batch.size() * 6);
            assertThat(targets.remaining()).isEqualTo(batch.size() * 4);
            for (int i = 0; i < batch.size(); i++) {
                assertThat(inputs.slice(i * 6, 6)).isEqualTo(images.image(batch.index(i)));
                assertThat(targets.getInt(i * 4)).isEqualTo(images.label(batch.index(i)));
                seen++;
            }
        }
        assertThat(seen).isEqualTo(5);
    }

    @Test
    void floatsAreCopiedInTheBuffersOrder() {
        var data = ArrayDataset.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}, new float[][] {{10}, {20}, {30}});
        for (ByteOrder byteOrder : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            ByteBuffer inputs = ByteBuffer.allocateDirect(20).order(byteOrder).position(4);
            ByteBuffer targets = ByteBuffer.allocateDirect(8).order(byteOrder);
            data.copySamples(new int[] {1, 2, 0}, 1, 2, inputs, targets);
            assertThat(inputs.position()).isEqualTo(20);
            assertThat(new float[] {inputs.getFloat(4), inputs.getFloat(8), inputs.getFloat(12), inputs.getFloat(16)})
                    .containsExactly(5, 6, 1, 2);
            assertThat(new float[] {targets.getFloat(0), targets.getFloat(4)}).containsExactly(30, 10);
        }
    }

    @Test
    void wrongUseIsSaid() {
        DataLoader loader = DataLoader.inOrder(numbered(4), 4);
        assertThatThrownBy(() -> DataLoader.inOrder(numbered(4), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("data loader: expected a batch size of 1 or more, got 0");
        assertThatThrownBy(() -> DataLoader.inOrder(numbered(0), 1)).hasMessageContaining("no samples");
        assertThatThrownBy(
                        () -> loader.epoch(0).iterator().next().copyTo(ByteBuffer.allocate(8), ByteBuffer.allocate(99)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("copySamples: inputs has room for 8 bytes, 4 samples need 16");
        assertThatThrownBy(() -> loader.dataset()
                        .copySamples(new int[] {4}, 0, 1, ByteBuffer.allocate(8), ByteBuffer.allocate(8)))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ArrayDataset.of(new float[][] {{1}, {1, 2}}, new int[] {0, 0}))
                .hasMessage("inputs: expected rows of one length, row 0 has 1 numbers, row 1 has 2");
        assertThatThrownBy(() -> ArrayDataset.of(new float[][] {{1}}, new int[] {-1}))
                .hasMessage("expected classes of 0 or more, class 0 is -1");
        assertThatThrownBy(() -> ArrayDataset.of(new float[][] {{1}}, new int[] {0, 1}))
                .hasMessage("expected a class for each of the 1 inputs, got 2");
        assertThatThrownBy(() -> ArrayDataset.of(Shape.of(2, 2), new float[7], new int[2]))
                .hasMessage("expected 4 numbers for each of 2 classes (inputs [2,2]), got 7");
        assertThatThrownBy(() -> new ImageDataset("images", Shape.of(1, 2, 2), 10, new byte[7], new byte[2]))
                .hasMessage("images: expected 4 bytes for each of 2 labels (images [1,2,2]), got 7");
    }

    private static Dataset numbered(int samples) {
        return ArrayDataset.of(Shape.scalar(), new float[samples], new int[samples]);
    }

    private static List<Integer> order(DataLoader loader, int epoch) {
        List<Integer> order = new ArrayList<>();
        for (Batch batch : loader.epoch(epoch)) {
            for (int i = 0; i < batch.size(); i++) {
                order.add(batch.index(i));
            }
        }
        return order;
    }
}
