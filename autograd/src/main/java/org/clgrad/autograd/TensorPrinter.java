package org.clgrad.autograd;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.clgrad.engine.routine.HostArray;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;

/** Prints tensors as NumPy prints arrays. */
final class TensorPrinter {
    /** Arrays of more elements are abridged to {@link #EDGE} at each end of an axis; both are NumPy's defaults. */
    private static final int THRESHOLD = 1000;

    private static final int EDGE = 3;

    private final double[] values;
    private final long[] longs;
    private final Shape shape;
    private final boolean abridged;
    private final String format;
    private final int width;

    private TensorPrinter(HostArray array) {
        this.values = array.doubles();
        this.longs = array.longs();
        this.shape = array.shape();
        this.abridged = values.length > THRESHOLD;
        this.format = format(array.spec().dtype());
        int widest = 0;
        for (int i = 0; i < values.length; i++) {
            widest = abridged && i > THRESHOLD
                    ? widest
                    : Math.max(widest, element(i).length());
        }
        this.width = widest;
    }

    static String print(HostArray array, boolean requiresGrad) {
        TensorPrinter printer = new TensorPrinter(array);
        String dtype = array.spec().dtype().name().toLowerCase(Locale.ROOT);
        return printer.axis(0, 0) + "  " + dtype + array.shape() + (requiresGrad ? ", requires grad" : "");
    }

    /** Four decimals, or scientific where the magnitudes are far apart. */
    private String format(DType dtype) {
        if (!dtype.isFloat()) {
            return "";
        }
        double largest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (double value : values) {
            double magnitude = Math.abs(value);
            if (magnitude > 0 && !Double.isInfinite(magnitude)) {
                largest = Math.max(largest, magnitude);
                smallest = Math.min(smallest, magnitude);
            }
        }
        return largest >= 1e8 || (largest > 0 && (smallest < 1e-4 || largest / smallest > 1e6)) ? "%.4e" : "%.4f";
    }

    private String element(int index) {
        if (format.isEmpty()) {
            return Long.toString(longs[index]);
        }
        double value = values[index];
        return Double.isNaN(value)
                ? "nan"
                : Double.isInfinite(value) ? (value > 0 ? "inf" : "-inf") : String.format(Locale.ROOT, format, value);
    }

    private String axis(int axis, long offset) {
        if (axis == shape.rank()) {
            return String.format("%" + Math.max(1, width) + "s", element((int) offset));
        }
        long size = shape.size(axis);
        long stride = 1;
        for (int i = axis + 1; i < shape.rank(); i++) {
            stride *= shape.size(i);
        }
        long step = stride;
        boolean innermost = axis == shape.rank() - 1;
        String separator = innermost ? ", " : ",\n" + " ".repeat(axis + 1);
        boolean cut = abridged && size > 2 * EDGE;
        LongStream shown = cut
                ? LongStream.concat(LongStream.range(0, EDGE), LongStream.range(size - EDGE, size))
                : LongStream.range(0, size);
        return shown.mapToObj(
                        i -> (cut && i == size - EDGE ? "..." + separator : "") + axis(axis + 1, offset + i * step))
                .collect(Collectors.joining(separator, "[", "]"));
    }
}
