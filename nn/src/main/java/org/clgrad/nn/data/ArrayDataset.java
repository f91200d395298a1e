package org.clgrad.nn.data;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/**
 * A data set over one's own arrays.
 *
 * <pre>{@code
 * var xor = ArrayDataset.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new int[] {0, 1, 1, 0});
 * }</pre>
 *
 * <p>Inputs are {@link DType#F32}; targets are class numbers ({@link DType#I32} scalars) or {@link DType#F32} numbers.
 */
public final class ArrayDataset implements Dataset {

    /** One value of a fixed type and shape for each sample. */
    private interface Column {
        DType type();

        Shape shape();

        void copy(int[] indices, int from, int count, ByteBuffer out);
    }

    private static final class Floats implements Column {
        private final Shape shape;
        private final float[] values;

        Floats(Shape shape, float[] values) {
            this.shape = shape;
            this.values = values;
        }

        @Override
        public Shape shape() {
            return shape;
        }

        @Override
        public DType type() {
            return DType.F32;
        }

        @Override
        public void copy(int[] indices, int from, int count, ByteBuffer out) {
            int each = Math.toIntExact(shape.elements());
            FloatBuffer floats = out.asFloatBuffer();
            for (int i = from; i < from + count; i++) {
                floats.put(values, indices[i] * each, each);
            }
            out.position(out.position() + count * each * Float.BYTES);
        }
    }

    private static final class Classes implements Column {
        private final int[] values;

        Classes(int[] values) {
            this.values = values;
        }

        @Override
        public DType type() {
            return DType.I32;
        }

        @Override
        public Shape shape() {
            return Shape.scalar();
        }

        @Override
        public void copy(int[] indices, int from, int count, ByteBuffer out) {
            IntBuffer ints = out.asIntBuffer();
            for (int i = from; i < from + count; i++) {
                ints.put(values[indices[i]]);
            }
            out.position(out.position() + count * Integer.BYTES);
        }
    }

    private final int size;
    private final Column inputs;
    private final Column targets;

    private ArrayDataset(int size, Column inputs, Column targets) {
        this.size = size;
        this.inputs = inputs;
        this.targets = targets;
    }

    /**
     * Rows of numbers, each with its class.
     *
     * @param inputs [N][features], copied
     * @param classes the class of each row, 0 or more; copied
     * @throws DataException if rows differ in length, the numbers of rows and classes differ, or a class is negative
     */
    public static ArrayDataset of(float[][] inputs, int[] classes) {
        Floats rows = rows("inputs", inputs);
        return new ArrayDataset(inputs.length, rows, classes(inputs.length, classes));
    }

    /**
     * Rows of numbers, each with the numbers to come close to.
     *
     * @param inputs [N][features], copied
     * @param targets [N][outputs], copied
     * @throws DataException if rows differ in length, or the numbers of rows differ
     */
    public static ArrayDataset of(float[][] inputs, float[][] targets) {
        if (inputs.length != targets.length) {
            throw new DataException(
                    "expected a target for each of the " + inputs.length + " inputs, got " + targets.length);
        }
        return new ArrayDataset(inputs.length, rows("inputs", inputs), rows("targets", targets));
    }

    /**
     * Arrays of any shape, each with its class.
     *
     * @param inputShape the shape of one input
     * @param inputs the inputs one behind the other, each in row-major order; copied
     * @param classes the class of each input, 0 or more; copied
     * @throws DataException if the numbers of inputs and classes do not fit, or a class is negative
     */
    public static ArrayDataset of(Shape inputShape, float[] inputs, int[] classes) {
        if (inputs.length != classes.length * inputShape.elements()) {
            throw new DataException("expected " + inputShape.elements() + " numbers for each of " + classes.length
                    + " classes (inputs " + inputShape + "), got " + inputs.length);
        }
        return new ArrayDataset(
                classes.length, new Floats(inputShape, inputs.clone()), classes(classes.length, classes));
    }

    private static Floats rows(String what, float[][] rows) {
        int width = rows.length == 0 ? 0 : rows[0].length;
        float[] flat = new float[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != width) {
                throw new DataException(what + ": expected rows of one length, row 0 has " + width + " numbers, row "
                        + i + " has " + rows[i].length);
            }
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        return new Floats(Shape.of(width), flat);
    }

    private static Classes classes(int size, int[] classes) {
        if (classes.length != size) {
            throw new DataException("expected a class for each of the " + size + " inputs, got " + classes.length);
        }
        for (int i = 0; i < size; i++) {
            if (classes[i] < 0) {
                throw new DataException("expected classes of 0 or more, class " + i + " is " + classes[i]);
            }
        }
        return new Classes(classes.clone());
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public DType inputType() {
        return inputs.type();
    }

    @Override
    public Shape inputShape() {
        return inputs.shape();
    }

    @Override
    public DType targetType() {
        return targets.type();
    }

    @Override
    public Shape targetShape() {
        return targets.shape();
    }

    @Override
    public void copySamples(int[] indices, int from, int count, ByteBuffer inputs, ByteBuffer targets) {
        SampleCopy.check(this, indices, from, count, inputs, targets);
        this.inputs.copy(indices, from, count, inputs);
        this.targets.copy(indices, from, count, targets);
    }
}
