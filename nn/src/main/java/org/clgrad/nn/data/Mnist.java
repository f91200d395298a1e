package org.clgrad.nn.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.tensor.Shape;

/**
 * MNIST, and every data set of its form: four IDX files in one folder, ten classes. Fashion-MNIST is one.
 *
 * <p>Each file may be plain or compressed with gzip; where both are there, the plain one is read.
 *
 * <p>Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition",
 * Proc. IEEE 86(11), 1998.
 */
public final class Mnist {
    private static final int CLASSES = 10;
    private static final String TRAIN = "train";
    private static final String TEST = "t10k";

    private Mnist() {}

    /**
     * Reads the training and the test images of a folder.
     *
     * @throws DataException if a file is missing (the message names the folder and all that is needed), is damaged,
     *     does not have as many labels as images, or holds a label over 9, or images differ in size
     */
    public static TrainTest load(Path folder) {
        List<String> missing = new ArrayList<>();
        for (String file : List.of(images(TRAIN), labels(TRAIN), images(TEST), labels(TEST))) {
            if (!Files.exists(plain(folder, file)) && !Files.exists(gzip(folder, file))) {
                missing.add(file + "[.gz]");
            }
        }
        if (!missing.isEmpty()) {
            String problem = "missing " + String.join(", ", missing);
            if (!Files.isDirectory(folder)) {
                problem = Files.exists(folder) ? "is not a folder" : "no such folder";
            }
            throw new DataException(
                    folder,
                    problem + "; needed are " + images(TRAIN) + ", " + labels(TRAIN) + ", " + images(TEST) + ", "
                            + labels(TEST) + ", each plain or .gz");
        }
        ImageDataset train = read(folder, TRAIN, "train");
        ImageDataset test = read(folder, TEST, "test");
        if (!test.inputShape().equals(train.inputShape())) {
            throw new DataException(
                    present(folder, images(TEST)),
                    "expected images " + train.inputShape() + " as those to train on, found " + test.inputShape());
        }
        return new TrainTest(train, test);
    }

    private static ImageDataset read(Path folder, String prefix, String name) {
        Path imageFile = present(folder, images(prefix));
        Path labelFile = present(folder, labels(prefix));
        IdxFile images = IdxFile.read(imageFile, 3);
        IdxFile labels = IdxFile.read(labelFile, 1);
        Shape shape = images.shape();
        if (shape.elements() == 0) {
            throw new DataException(imageFile, "expected images, found an empty array " + shape);
        }
        if (shape.size(0) != labels.shape().size(0)) {
            throw new DataException(
                    labelFile,
                    "expected a label for each of the " + shape.size(0) + " images of " + imageFile.getFileName()
                            + ", found " + labels.shape().size(0));
        }
        ImageDataset.checkLabels(labelFile.toString(), CLASSES, labels.elements());
        Shape imageShape = Shape.of(1, shape.size(1), shape.size(2));
        return new ImageDataset(name, imageShape, CLASSES, images.elements(), labels.elements());
    }

    private static String images(String prefix) {
        return prefix + "-images-idx3-ubyte";
    }

    private static String labels(String prefix) {
        return prefix + "-labels-idx1-ubyte";
    }

    private static Path present(Path folder, String file) {
        Path plain = plain(folder, file);
        return Files.exists(plain) ? plain : gzip(folder, file);
    }

    private static Path plain(Path folder, String file) {
        return folder.resolve(file);
    }

    private static Path gzip(Path folder, String file) {
        return folder.resolve(file + ".gz");
    }
}
