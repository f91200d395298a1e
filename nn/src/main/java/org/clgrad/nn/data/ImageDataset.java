package org.clgrad.nn.data;

import java.nio.ByteBuffer;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Labelled images held in memory as unsigned bytes [N, C, H, W].
 *
 * <p>Inputs are {@link DType#U8} of shape [C, H, W], 0 … 255, for the device to scale; or, of a {@link #normalised} set,
 * {@link DType#F32} around 0. Targets are {@link DType#I32} scalars, the class numbers.
 */
public final class ImageDataset implements Dataset {
    private final String name;
    private final Shape imageShape;
    private final int imageBytes;
    private final int classes;
    private final byte[] pixels;
    private final byte[] labels;
    /** For each channel the number that each byte is handed out as; null: bytes are handed out. */
    private final float @Nullable [][] tables;

    /**
     * A data set over the given arrays, which are kept and not copied.
     *
     * @param name what to call it in messages
     * @param imageShape [C, H, W] of one image
     * @param classes the number of classes, 1 … 256
     * @param pixels the images one behind the other, each in row-major order
     * @param labels the class of each image, an unsigned byte less than {@code classes}
     * @throws DataException if the numbers of images and labels differ, or a label is no class
     * @throws IllegalArgumentException if {@code imageShape} is not of rank 3 with elements, or {@code classes} is out
     *     of range
     */
    public ImageDataset(String name, Shape imageShape, int classes, byte[] pixels, byte[] labels) {
        if (imageShape.rank() != 3 || imageShape.elements() == 0) {
            throw new IllegalArgumentException(
                    name + ": expected an image shape [C,H,W] of sizes ≥ 1, got " + imageShape);
        }
        if (classes < 1 || classes > 256) {
            throw new IllegalArgumentException(name + ": expected 1 to 256 classes, got " + classes);
        }
        if (pixels.length != labels.length * imageShape.elements()) {
            throw new DataException(name + ": expected " + imageShape.elements() + " bytes for each of " + labels.length
                    + " labels (images " + imageShape + "), got " + pixels.length);
        }
        checkLabels(name, classes, labels);
        this.name = name;
        this.imageShape = imageShape;
        this.imageBytes = Math.toIntExact(imageShape.elements());
        this.classes = classes;
        this.pixels = pixels;
        this.labels = labels;
        this.tables = null;
    }

    private ImageDataset(ImageDataset bytes, float[][] tables) {
        this.name = bytes.name;
        this.imageShape = bytes.imageShape;
        this.imageBytes = bytes.imageBytes;
        this.classes = bytes.classes;
        this.pixels = bytes.pixels;
        this.labels = bytes.labels;
        this.tables = tables;
    }

    /**
     * The same images, handed out as numbers around 0 in place of bytes. They stay bytes in memory, shared with this
     * set, and become numbers when they are copied into a batch, which is then four times as large.
     *
     * @throws IllegalArgumentException if the images have another number of channels
     */
    public ImageDataset normalised(Normalisation normalisation) {
        if (normalisation.channels().size() != imageShape.size(0)) {
            throw new IllegalArgumentException(name + ": expected a normalisation of " + imageShape.size(0)
                    + " channels, got " + normalisation.channels().size());
        }
        return new ImageDataset(this, normalisation.tables());
    }

    /** Throws a {@link DataException} that names {@code source} if a label is no class. */
    static void checkLabels(String source, int classes, byte[] labels) {
        for (int i = 0; i < labels.length; i++) {
            if (Byte.toUnsignedInt(labels[i]) >= classes) {
                throw new DataException(source + ": expected labels 0 to " + (classes - 1) + ", label " + i + " is "
                        + Byte.toUnsignedInt(labels[i]));
            }
        }
    }

    /** What the data set is called in messages. */
    public String name() {
        return name;
    }

    /** The number of classes. */
    public int classes() {
        return classes;
    }

    /** The class of one image. */
    public int label(int index) {
        return Byte.toUnsignedInt(labels[index]);
    }

    /** One image's bytes in row-major order [C, H, W]: a read-only view. */
    public ByteBuffer image(int index) {
        return ByteBuffer.wrap(pixels, index * imageBytes, imageBytes).slice().asReadOnlyBuffer();
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public DType inputType() {
        return tables == null ? DType.U8 : DType.F32;
    }

    @Override
    public Shape inputShape() {
        return imageShape;
    }

    @Override
    public DType targetType() {
        return DType.I32;
    }

    @Override
    public Shape targetShape() {
        return Shape.scalar();
    }

    @Override
    public void copySamples(int[] indices, int from, int count, ByteBuffer inputs, ByteBuffer targets) {
        SampleCopy.check(this, indices, from, count, inputs, targets);
        for (int i = from; i < from + count; i++) {
            if (tables == null) {
                inputs.put(pixels, indices[i] * imageBytes, imageBytes);
            } else {
                copyNumbers(indices[i] * imageBytes, tables, inputs);
            }
            targets.putInt(Byte.toUnsignedInt(labels[indices[i]]));
        }
    }

    private void copyNumbers(int begin, float[][] tables, ByteBuffer inputs) {
        int channelBytes = imageBytes / tables.length;
        float[] numbers = new float[imageBytes];
        for (int p = 0; p < imageBytes; p++) {
            numbers[p] = tables[p / channelBytes][Byte.toUnsignedInt(pixels[begin + p])];
        }
        inputs.asFloatBuffer().put(numbers);
        inputs.position(inputs.position() + imageBytes * Float.BYTES);
    }

    /** Like {@code train[60000,1,28,28], 10 classes}. */
    @Override
    public String toString() {
        return name + "[" + size() + "," + imageShape.toString().substring(1) + ", " + classes + " classes";
    }
}
