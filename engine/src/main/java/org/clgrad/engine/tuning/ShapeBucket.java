package org.clgrad.engine.tuning;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Layout;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * Operands that are alike enough to be tuned once: a routine's attributes, and the sizes and layouts of its inputs. Sizes up to
 * {@value #EXACT} stay as they are, as kernel sizes, strides and channels of images do; larger ones are rounded up to a power of
 * two. What numbers and formulas a routine computes with does not count, nor what it does with each element {@linkplain
 * Routine#tunedAs before it is stored}.
 *
 * <p>So a product of 100×784 and 784×1000 is {@code false false none 128x1024 1024x1024}, with a bias too; with its right factor a
 * transposed view {@code false false none 128x1024 1024x1024t10}; a convolution of 16 images of 64@56 with 64 kernels of 3×3
 * {@code ([(1,1,1,1),(1,1,1,1)],1) none 16x64x64x64 64x64x3x3}.
 *
 * @param dtype the element type of the first operand
 * @param shape attributes, sizes and layouts
 */
public record ShapeBucket(String dtype, String shape) {
    /** Stands in rows for any element type and for any shape. */
    public static final String ANY = "*";

    /** Up to here a size is one of its own. */
    static final int EXACT = 8;
    /** Inputs that are told one by one; optimizers have hundreds, of which the sum of elements tells more. */
    private static final int TOLD = 8;

    /** The bucket of a routine on such operands. */
    public static ShapeBucket of(Routine routine, List<TensorSpec> in) {
        Routine.Tuned tuned = routine.tunedAs(in);
        return exactly(tuned.routine(), tuned.in());
    }

    private static ShapeBucket exactly(Routine routine, List<TensorSpec> in) {
        List<String> words = new ArrayList<>(attributes(routine));
        if (in.size() > TOLD) {
            long elements = in.stream().mapToLong(TensorSpec::elements).sum();
            words.add(rounded(in.size()) + " inputs of " + rounded(elements));
        } else {
            in.forEach(spec -> words.add(text(spec)));
        }
        DType dtype = (in.isEmpty() ? routine.infer(in) : in).get(0).dtype();
        return new ShapeBucket(dtype.name().toLowerCase(Locale.ROOT), String.join(" ", words));
    }

    /** A size as buckets have it. */
    static long rounded(long size) {
        return size <= EXACT || size > 1L << 62 ? size : Long.highestOneBit(size - 1) << 1;
    }

    private static String text(TensorSpec spec) {
        String sizes = sizes(spec.shape());
        Layout layout = spec.layout();
        if (layout.isContiguous()) {
            return sizes;
        }
        if (layout.repeats()) {
            return sizes + "b";
        }
        boolean gapless = layout.elementsBefore() == 0 && layout.spanElements() == spec.elements();
        return sizes + (gapless ? "t" : "s") + order(layout);
    }

    private static String sizes(Shape shape) {
        return shape.rank() == 0
                ? "scalar"
                : LongStream.of(shape.toArray())
                        .mapToObj(size -> Long.toString(rounded(size)))
                        .collect(Collectors.joining("x"));
    }

    /** The axes by their strides, the farthest apart first. */
    private static String order(Layout layout) {
        long[] strides = layout.strides();
        return IntStream.range(0, strides.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer axis) -> -Math.abs(strides[axis])))
                .map(String::valueOf)
                .collect(Collectors.joining());
    }

    // ---- Attributes

    private static List<String> attributes(Routine routine) {
        return routine instanceof Record record ? components(record) : List.of();
    }

    private static List<String> components(Record record) {
        return Arrays.stream(record.getClass().getRecordComponents())
                .map(component -> attribute(component, value(record, component)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true); // records inside of packages too
            Object value = component.getAccessor().invoke(record);
            return value == null ? Optional.empty() : value;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(record.getClass() + ": " + component.getName() + " cannot be read", e);
        }
    }

    /** A formula is a tree of records behind an interface. */
    private static Optional<String> attribute(RecordComponent component, Object value) {
        boolean formula = component.getType().isInterface() && value instanceof Record;
        return formula ? Optional.empty() : text(value);
    }

    /** What sizes, flags and kinds say; nothing of what is only computed with. */
    private static Optional<String> text(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return Optional.of(Long.toString(rounded(((Number) value).longValue())));
        }
        if (value instanceof Boolean || value instanceof Enum<?>) {
            return Optional.of(value.toString().toLowerCase(Locale.ROOT));
        }
        if (value instanceof Shape shape) {
            return Optional.of(sizes(shape));
        }
        if (value instanceof List<?> list) {
            return Optional.of(list.stream()
                    .flatMap(element -> text(element).stream())
                    .collect(Collectors.joining(",", "[", "]")));
        }
        List<String> parts = value instanceof Record record ? components(record) : List.of();
        return parts.isEmpty() ? Optional.empty() : Optional.of("(" + String.join(",", parts) + ")");
    }
}
