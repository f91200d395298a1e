package org.clgrad.autograd;

import java.util.Arrays;
import org.clgrad.engine.Device;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/**
 * Numbers noted on the device, one after the other: the losses of a training. Noting one waits for nothing; reading waits
 * for all that was launched before. It has room for a given number of them, and then the oldest make place.
 *
 * <p>It belongs to no scope, and lives until it is closed.
 */
public final class ScalarLog implements AutoCloseable {
    private final Tensor values;
    private final Tensor position;
    private final int capacity;
    private long count;

    /**
     * An empty log.
     *
     * @param dtype the type of the numbers, floating-point
     * @param capacity how many are kept, at least 1
     */
    public ScalarLog(Device device, DType dtype, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("scalar log: expected room for at least 1 number, got " + capacity);
        }
        this.capacity = capacity;
        this.values = Tensors.zeros(device, dtype, Shape.of(capacity)).disown();
        try {
            this.position = Tensors.zeros(device, DType.I64, Shape.scalar()).disown();
        } catch (RuntimeException e) {
            values.release();
            throw e;
        }
    }

    /**
     * Notes a number.
     *
     * @param scalar one element of the log's type
     */
    public void record(Tensor scalar) {
        Updates.record(values, position, scalar);
        count++;
    }

    /** How many numbers were noted, those that made place included. */
    public long count() {
        return count;
    }

    /** The numbers that are kept, the oldest first; waits for the device. */
    public double[] read() {
        return recent((int) Math.min(count, capacity));
    }

    /**
     * The last numbers, the oldest of them first; waits for the device.
     *
     * @param n how many, at most as many as are kept
     */
    public double[] recent(int n) {
        if (n < 0 || n > Math.min(count, capacity)) {
            throw new IllegalArgumentException(
                    "scalar log: expected 0 to " + Math.min(count, capacity) + " numbers, got " + n);
        }
        int first = (int) ((count - n) % capacity);
        int beforeTheEnd = Math.min(n, capacity - first);
        double[] numbers = Arrays.copyOf(part(first, beforeTheEnd), n);
        System.arraycopy(part(0, n - beforeTheEnd), 0, numbers, beforeTheEnd, n - beforeTheEnd);
        return numbers;
    }

    private double[] part(int first, int length) {
        if (length == 0) {
            return new double[0];
        }
        try (Tensor part = values.narrow(0, first, length)) {
            return part.toDoubles();
        }
    }

    /** Gives the memory back; again does nothing. */
    @Override
    public void close() {
        values.release();
        position.release();
    }
}
