package org.clgrad.nn.data;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/**
 * An array of unsigned bytes read from an IDX file, the format of MNIST and Fashion-MNIST.
 *
 * <p>The file is, in big-endian order: two zero bytes, the element type (8 for unsigned bytes, the only one read here),
 * the rank, one 32-bit size per axis, and the elements in row-major order, with nothing after them. It may be
 * compressed with gzip, whatever its name.
 *
 * <p>Memory follows the bytes that are there, not the sizes that the header claims: at most twice what was read.
 *
 * <p>Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database", http://yann.lecun.com/exdb/mnist, section "File
 * formats".
 */
public final class IdxFile {
    private static final int UNSIGNED_BYTES = 0x08;
    /** Some JVMs refuse arrays closer than this to 2³¹. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

    private final Shape shape;
    private final byte[] elements;

    private IdxFile(Shape shape, byte[] elements) {
        this.shape = shape;
        this.elements = elements;
    }

    /**
     * Reads a whole file.
     *
     * @param file the file, plain or compressed with gzip
     * @param rank the number of axes it must have: 3 for images [N, H, W], 1 for labels [N]
     * @throws DataException if the file is missing, is not IDX of unsigned bytes and that rank, is damaged, is shorter
     *     or longer than its header says, or holds more than 2³¹ − 9 bytes
     */
    public static IdxFile read(Path file, int rank) {
        return CompressedInput.read(file, in -> parse(file, rank, in));
    }

    /** The sizes of the axes. */
    public Shape shape() {
        return shape;
    }

    /** The elements in row-major order: the array itself, not a copy. */
    public byte[] elements() {
        return elements;
    }

    private static IdxFile parse(Path file, int rank, InputStream in) throws IOException {
        byte[] magic = header(file, in, 4);
        if (magic[0] != 0 || magic[1] != 0) {
            throw new DataException(
                    file,
                    String.format(
                            "not an IDX file: expected it to begin with bytes 00 00, found %02x %02x",
                            magic[0], magic[1]));
        }
        if (magic[2] != UNSIGNED_BYTES) {
            throw new DataException(
                    file,
                    String.format(
                            "expected IDX element type 0x%02x (unsigned byte), found 0x%02x",
                            UNSIGNED_BYTES, magic[2]));
        }
        if (Byte.toUnsignedInt(magic[3]) != rank) {
            throw new DataException(
                    file, "expected an IDX array of rank " + rank + ", found rank " + Byte.toUnsignedInt(magic[3]));
        }
        Shape shape = shape(file, in, rank);
        byte[] elements = in.readNBytes((int) shape.elements());
        if (elements.length < shape.elements()) {
            throw new DataException(
                    file,
                    "truncated: expected " + shape.elements() + " bytes of data for " + shape + ", found "
                            + elements.length);
        }
        if (in.read() != -1) {
            throw new DataException(
                    file,
                    "trailing bytes: expected the file to end after the " + shape.elements() + " bytes of data for "
                            + shape);
        }
        return new IdxFile(shape, elements);
    }

    private static Shape shape(Path file, InputStream in, int rank) throws IOException {
        DataInputStream header = new DataInputStream(new ByteArrayInputStream(header(file, in, 4 * rank)));
        long[] sizes = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            sizes[axis] = Integer.toUnsignedLong(header.readInt());
        }
        Shape shape;
        try {
            shape = Shape.of(sizes);
        } catch (MismatchException e) {
            throw new DataException(
                    file, "sizes overflow: the product of " + Arrays.toString(sizes) + " passes 2^63", e);
        }
        if (shape.elements() > MAX_BYTES) {
            throw new DataException(
                    file,
                    "expected at most " + MAX_BYTES + " bytes of data, the header claims " + shape.elements() + " for "
                            + shape);
        }
        return shape;
    }

    private static byte[] header(Path file, InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new DataException(
                    file,
                    "truncated header: expected " + length + " more bytes, found "
                            + (bytes.length == 0 ? "none" : Integer.toString(bytes.length)));
        }
        return bytes;
    }
}
