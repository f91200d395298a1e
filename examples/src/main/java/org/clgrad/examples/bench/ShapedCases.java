package org.clgrad.examples.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Cases of a family at any shape, written as the names of the cases that there are. */
public final class ShapedCases {
    private static final Pattern SIZES = Pattern.compile("[1-9]\\d{0,8}(x[1-9]\\d{0,8})*");

    private static final Pattern ZERO = Pattern.compile("(?<!\\d)0+(?!\\d)");

    /** How a family's shapes are written, and the cases that one stands for. */
    private record Family(String syntax, Function<String, Stream<BenchCase>> cases) {}

    private static final Map<String, Family> FAMILIES = new TreeMap<>(Map.of(
            "matmul",
            new Family(
                    "M, or MxNxK; then nt or tn where B or A is given transposed",
                    text -> Stream.of(GemmCases.named(text))),
            "conv",
            new Family(
                    "KxK[sSTRIDE]_IN-OUT_SIDE[_bBATCH], or dwKxK[sSTRIDE]_CHANNELS_SIDE[_bBATCH] for a depthwise one",
                    ConvolutionCases::named),
            "pool",
            new Family("BATCHxCHANNELSxSIDE", text -> PoolingCases.of(sizes(text, 3))),
            "recurrent",
            new Family("STEPSxBATCHxINPUTxHIDDEN", text -> LstmCases.of(sizes(text, 4))),
            "softmax",
            new Family("ROWSxCOLUMNS", text -> ElementwiseCases.softmax(sizes(text, 2))),
            "norm",
            new Family("ROWSxCOLUMNS", text -> ElementwiseCases.layerNorm(sizes(text, 2))),
            "reduce",
            new Family("ELEMENTS", text -> ElementwiseCases.sum(sizes(text, 1))),
            "pointwise",
            new Family("ELEMENTS", text -> ElementwiseCases.pointwise(sizes(text, 1)))));

    private ShapedCases() {}

    /** The families that have shapes, and how these are written, a line each. */
    public static List<String> syntax() {
        return FAMILIES.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue().syntax())
                .toList();
    }

    /**
     * The cases of a family at a shape.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Stream<BenchCase> of(String family, String shape) {
        Family known = FAMILIES.get(family);
        if (known == null) {
            throw new IllegalArgumentException("no shapes of the family '" + family + "'; there are those of "
                    + String.join(", ", FAMILIES.keySet()));
        }
        try {
            if (ZERO.matcher(shape).find()) {
                throw new IllegalArgumentException("a size of 0: " + shape);
            }
            return known.cases().apply(shape);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + shape + "' is no shape of " + family + ", which are written " + known.syntax(), e);
        }
    }

    private static long[] sizes(String text, int count) {
        long[] sizes = SIZES.matcher(text).matches()
                ? Arrays.stream(text.split("x", -1)).mapToLong(Long::parseLong).toArray()
                : new long[0];
        if (sizes.length != count) {
            throw new IllegalArgumentException("not " + count + " sizes: " + text);
        }
        return sizes;
    }
}
