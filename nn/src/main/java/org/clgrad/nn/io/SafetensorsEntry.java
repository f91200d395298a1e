package org.clgrad.nn.io;

import org.clgrad.engine.tensor.Shape;

/**
 * What the header of a safetensors file says of one tensor.
 *
 * @param name the tensor's name
 * @param type its element type
 * @param shape its shape; elements are in row-major order
 * @param beginBytes where its bytes begin, counted from the end of the header
 * @param sizeBytes how many bytes it has
 */
public record SafetensorsEntry(String name, SafetensorsType type, Shape shape, long beginBytes, long sizeBytes) {

    /** Where the tensor's bytes end, exclusive, counted from the end of the header. */
    long endBytes() {
        return beginBytes + sizeBytes;
    }

    /**
     * Bytes that elements of a type and shape fill.
     *
     * @throws ArithmeticException if they pass 2⁶³ bits, or are not a whole number of bytes
     */
    static long sizeBytes(SafetensorsType type, Shape shape) {
        long bits = Math.multiplyExact(shape.elements(), (long) type.bits());
        if (bits % Byte.SIZE != 0) {
            throw new ArithmeticException(bits + " bits are not a whole number of bytes");
        }
        return bits / Byte.SIZE;
    }
}
