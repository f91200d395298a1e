package org.clgrad.engine.routine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntConsumer;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.NarrowFloat;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * A tensor's elements in host memory. A reference computation takes them out dense and row-major, whatever the layout,
 * works on Java arrays, and puts the result back; so strides and offsets concern nobody but this class.
 */
public final class HostArray {
    private final ByteBuffer memory;
    private final int offsetBytes;
    private final TensorSpec spec;
    private final DType held;

    /**
     * @param memory holds the elements in native byte order
     * @param offsetElements where the first element is
     */
    public HostArray(ByteBuffer memory, long offsetElements, TensorSpec spec) {
        this(memory, offsetElements, spec, spec.dtype());
    }

    private HostArray(ByteBuffer memory, long offsetElements, TensorSpec spec, DType held) {
        int size = held.sizeBytes();
        this.held = held;
        this.memory = memory.duplicate().order(ByteOrder.nativeOrder());
        this.offsetBytes = Math.toIntExact(Math.multiplyExact(offsetElements, size));
        this.spec = spec;
        if (!spec.layout().isWithin(offsetElements, memory.capacity() / size)) {
            throw new IndexOutOfBoundsException(
                    spec + " at element " + offsetElements + " reaches beyond " + memory.capacity() + " bytes");
        }
    }

    public TensorSpec spec() {
        return spec;
    }

    public Shape shape() {
        return spec.shape();
    }

    /** The number of elements. */
    public int size() {
        return Math.toIntExact(spec.elements());
    }

    /** A dense, row-major copy of the elements as doubles; exact but for {@code I64} beyond 2⁵³. */
    public double[] doubles() {
        double[] values = new double[size()];
        int[] next = {0};
        walk(at -> values[next[0]++] = switch (held) {
            case F16 -> NarrowFloat.HALF.value(memory.getShort(at));
            case BF16 -> NarrowFloat.BFLOAT16.value(memory.getShort(at));
            case F32 -> memory.getFloat(at);
            case F64 -> memory.getDouble(at);
            case I32 -> memory.getInt(at);
            case I64 -> memory.getLong(at);
            case U8, BOOL -> memory.get(at) & 0xff;
        });
        return values;
    }

    /** A dense, row-major copy of the elements as longs; floating-point elements are cut towards zero. */
    public long[] longs() {
        long[] values = new long[size()];
        int[] next = {0};
        walk(at -> values[next[0]++] = switch (held) {
            case F16 -> (long) NarrowFloat.HALF.value(memory.getShort(at));
            case BF16 -> (long) NarrowFloat.BFLOAT16.value(memory.getShort(at));
            case F32 -> (long) memory.getFloat(at);
            case F64 -> (long) memory.getDouble(at);
            case I32 -> memory.getInt(at);
            case I64 -> memory.getLong(at);
            case U8, BOOL -> memory.get(at) & 0xff;
        });
        return values;
    }

    /**
     * Stores dense, row-major values: rounded to the nearest float; or cut towards zero, the nearest end of the range
     * where they are beyond it, 0 for NaN, as Java's casts do; {@code BOOL} is 1 for anything but zero.
     */
    public void set(double[] values) {
        checkCount(values.length);
        int[] next = {0};
        walk(at -> {
            double value = values[next[0]++];
            switch (held) {
                case F16 -> memory.putShort(at, NarrowFloat.HALF.bits(value));
                case BF16 -> memory.putShort(at, NarrowFloat.BFLOAT16.bits(value));
                case F32 -> memory.putFloat(at, (float) value);
                case F64 -> memory.putDouble(at, value);
                case I32 -> memory.putInt(at, (int) value);
                case I64 -> memory.putLong(at, (long) value);
                case U8 -> memory.put(at, (byte) Math.max(0, Math.min(255, (int) value)));
                case BOOL -> memory.put(at, (byte) (value != 0 ? 1 : 0));
            }
        });
    }

    /** Stores dense, row-major values, wrapped to the element type. */
    public void set(long[] values) {
        checkCount(values.length);
        int[] next = {0};
        walk(at -> putLong(at, values[next[0]++]));
    }

    private void putLong(int at, long value) {
        switch (held) {
            case F16 -> memory.putShort(at, NarrowFloat.HALF.bits(value));
            case BF16 -> memory.putShort(at, NarrowFloat.BFLOAT16.bits(value));
            case F32 -> memory.putFloat(at, (float) value);
            case F64 -> memory.putDouble(at, (double) value);
            case I32 -> memory.putInt(at, (int) value);
            case I64 -> memory.putLong(at, value);
            case U8 -> memory.put(at, (byte) value);
            case BOOL -> memory.put(at, (byte) (value != 0 ? 1 : 0));
        }
    }

    private void checkCount(int given) {
        if (given != size()) {
            throw new IllegalArgumentException(spec + " has " + size() + " elements, got " + given);
        }
    }

    /** Calls with each element's place in memory, in row-major order. */
    private void walk(IntConsumer visit) {
        int size = held.sizeBytes();
        if (spec.elements() == 0) {
            return;
        }
        Layout layout = Layout.collapse(List.of(spec.layout())).get(0);
        int rank = layout.shape().rank();
        long[] sizes = layout.shape().toArray();
        long[] strides = layout.strides();
        long[] index = new long[rank];
        long at = 0;
        while (true) {
            for (long i = 0; i < sizes[rank - 1]; i++) {
                visit.accept((int) (offsetBytes + (at + i * strides[rank - 1]) * size));
            }
            int axis = rank - 2;
            while (axis >= 0 && index[axis] == sizes[axis] - 1) {
                at -= index[axis] * strides[axis];
                index[axis--] = 0;
            }
            if (axis < 0) {
                return;
            }
            index[axis]++;
            at += strides[axis];
        }
    }

    /** A new dense array of zeros in memory of its own. */
    public static HostArray zeros(TensorSpec spec) {
        TensorSpec dense = TensorSpec.of(spec.dtype(), spec.shape());
        return new HostArray(ByteBuffer.allocateDirect(Math.toIntExact(dense.sizeBytes())), 0, dense);
    }

    /**
     * Like {@link #zeros}, but values of {@linkplain DType#isNarrow() narrow} types are not rounded, so that a tester can see what
     * a device had to round.
     */
    public static HostArray unrounded(TensorSpec spec) {
        if (!spec.dtype().isNarrow()) {
            return zeros(spec);
        }
        TensorSpec dense = TensorSpec.of(spec.dtype(), spec.shape());
        int sizeBytes = Math.toIntExact(Math.multiplyExact(dense.elements(), DType.F64.sizeBytes()));
        return new HostArray(ByteBuffer.allocateDirect(sizeBytes), 0, dense, DType.F64);
    }

    /** A new dense array of the given dtype, shape and values. */
    public static HostArray of(DType dtype, Shape shape, double... values) {
        HostArray array = zeros(TensorSpec.of(dtype, shape));
        array.set(values);
        return array;
    }

    /** The memory of a dense array, from its first element to behind its last. */
    public ByteBuffer bytes() {
        if (!spec.isContiguous() || held != spec.dtype()) {
            throw new IllegalStateException(spec + " is not dense, or not rounded");
        }
        return memory.slice(offsetBytes, Math.toIntExact(spec.sizeBytes())).order(ByteOrder.nativeOrder());
    }
}
