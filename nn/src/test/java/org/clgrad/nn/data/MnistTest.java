package org.clgrad.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clgrad.engine.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
    @TempDir
    Path folder;

    @Test
    void readsAFolderOfPlainAndGzipFiles() throws IOException {
        write("train-images-idx3-ubyte.gz", IdxFileTest.gzip(images(3)));
        write("train-labels-idx1-ubyte", labels(7, 0, 9));
        write("t10k-images-idx3-ubyte", images(1));
        write("t10k-labels-idx1-ubyte.gz", IdxFileTest.gzip(labels(4)));
        TrainTest data = Mnist.load(folder);
        assertThat(data.train()).hasToString("train[3,1,2,2], 10 classes");
        assertThat(data.train().inputShape()).isEqualTo(Shape.of(1, 2, 2));
        assertThat(data.train().label(2)).isEqualTo(9);
        assertThat(data.train().image(1)).isEqualTo(ByteBuffer.wrap(new byte[] {4, 5, 6, 7}));
        assertThat(data.test().size()).isEqualTo(1);
        assertThat(data.test().label(0)).isEqualTo(4);
    }

    @Test
    void missingFilesAreNamedTogetherWithAllThatIsNeeded() throws IOException {
        write("train-images-idx3-ubyte", images(1));
        assertThat(Rejection.of(folder, () -> Mnist.load(folder)))
                .contains("missing train-labels-idx1-ubyte[.gz], t10k-images-idx3-ubyte[.gz], t10k-labels")
                .contains("needed are train-images-idx3-ubyte, train-labels-idx1-ubyte");
        Path nowhere = folder.resolve("nowhere");
        assertThat(Rejection.of(nowhere, () -> Mnist.load(nowhere))).contains("no such folder");
        Path file = write("file", labels(1));
        assertThat(Rejection.of(file, () -> Mnist.load(file))).contains("is not a folder");
    }

    @Test
    void imagesAndLabelsMustAgree() throws IOException {
        write("train-images-idx3-ubyte", images(3));
        Path labels = write("train-labels-idx1-ubyte", labels(1, 2));
        write("t10k-images-idx3-ubyte", images(1));
        write("t10k-labels-idx1-ubyte", labels(4));
        assertThat(Rejection.of(labels, () -> Mnist.load(folder)))
                .contains("expected a label for each of the 3 images of train-images-idx3-ubyte, found 2");
    }

    @Test
    void imagesWhereLabelsBelongAndLabelsWhereImagesBelongAreRefused() throws IOException {
        write("train-images-idx3-ubyte", images(2));
        Path labels = write("train-labels-idx1-ubyte", images(2));
        Path test = write("t10k-images-idx3-ubyte", labels(4));
        write("t10k-labels-idx1-ubyte", labels(4));
        assertThat(Rejection.of(labels, () -> Mnist.load(folder))).contains("an IDX array of rank 1, found rank 3");
        write("train-labels-idx1-ubyte", labels(1, 2));
        assertThat(Rejection.of(test, () -> Mnist.load(folder))).contains("an IDX array of rank 3, found rank 1");
    }

    @Test
    void testImagesMustHaveTheSizeOfTrainingImages() throws IOException {
        write("train-images-idx3-ubyte", images(1));
        write("train-labels-idx1-ubyte", labels(4));
        byte[] other = ByteBuffer.allocate(16 + 1)
                .putInt(0x0803)
                .putInt(1)
                .putInt(1)
                .putInt(1)
                .array();
        Path test = write("t10k-images-idx3-ubyte", other);
        write("t10k-labels-idx1-ubyte", labels(4));
        assertThat(Rejection.of(test, () -> Mnist.load(folder)))
                .contains("expected images [1,2,2] as those to train on, found [1,1,1]");
    }

    @Test
    void aLabelMustBeAClass() throws IOException {
        write("train-images-idx3-ubyte", images(2));
        Path labels = write("train-labels-idx1-ubyte", labels(1, 10));
        write("t10k-images-idx3-ubyte", images(1));
        write("t10k-labels-idx1-ubyte", labels(4));
        assertThat(Rejection.of(labels, () -> Mnist.load(folder))).contains("expected labels 0 to 9, label 1 is 10");
    }

    @Test
    void noImagesAreNoData() throws IOException {
        Path images = write("train-images-idx3-ubyte", images(0));
        write("train-labels-idx1-ubyte", labels());
        write("t10k-images-idx3-ubyte", images(1));
        write("t10k-labels-idx1-ubyte", labels(4));
        assertThat(Rejection.of(images, () -> Mnist.load(folder))).contains("found an empty array [0,2,2]");
    }

    @Test
    void readsTheRealOne() {
        TrainTest mnist = Mnist.load(SharedFiles.require("data/mnist", "reading the real MNIST"));
        assertThat(mnist.train()).hasToString("train[60000,1,28,28], 10 classes");
        assertThat(mnist.test()).hasToString("test[10000,1,28,28], 10 classes");
        // The first labels of both sets, as printed in every tutorial: 5 0 4 1 9 and 7 2 1 0 4.
        assertThat(new int[] {
                    mnist.train().label(0),
                    mnist.train().label(1),
                    mnist.train().label(4)
                })
                .containsExactly(5, 0, 9);
        assertThat(mnist.test().label(0)).isEqualTo(7);
        int[] ofEachDigit = new int[10];
        for (int i = 0; i < 60_000; i++) {
            ofEachDigit[mnist.train().label(i)]++;
        }
        assertThat(ofEachDigit).containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    /** Images of 2 × 2 pixels 0, 1, 2, …. */
    private static byte[] images(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + 4 * count);
        bytes.putInt(0x0803).putInt(count).putInt(2).putInt(2);
        for (int i = 0; i < 4 * count; i++) {
            bytes.put((byte) i);
        }
        return bytes.array();
    }

    private static byte[] labels(int... labels) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length);
        bytes.putInt(0x0801).putInt(labels.length);
        for (int label : labels) {
            bytes.put((byte) label);
        }
        return bytes.array();
    }
}
