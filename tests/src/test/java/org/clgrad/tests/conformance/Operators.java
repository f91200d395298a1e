package org.clgrad.tests.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.clgrad.autograd.Interpolation;
import org.clgrad.autograd.Reduction;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.TensorShapes;
import org.clgrad.engine.routine.pool.PoolWindow;
import org.clgrad.engine.tensor.DType;
import org.jspecify.annotations.Nullable;

/** All operators of the published form, said in tensor operations. */
final class Operators {
    private Operators() {}

    /** From options, inputs and parameters to the outputs. */
    @FunctionalInterface
    interface Operator {
        List<Tensor> apply(JsonObject options, List<Tensor> in, List<Tensor> params);
    }

    private static final Map<String, Operator> ALL = Map.ofEntries(
            Map.entry("Abs", (o, in, p) -> List.of(in.get(0).abs())),
            Map.entry("Activation", (o, in, p) -> List.of(activated(o, in.get(0)))),
            Map.entry(
                    "Concat",
                    (o, in, p) -> List.of(TensorShapes.concat(o.get("dim").getAsInt(), in.toArray(new Tensor[0])))),
            Map.entry("Convolution2D", (o, in, p) -> List.of(convolution(o, in.get(0), p))),
            Map.entry("Elementwise", (o, in, p) -> List.of(elementwise(o, in.get(0), in.get(1)))),
            Map.entry("GlobalPooling", (o, in, p) -> List.of(globalPooling(o, in.get(0)))),
            Map.entry(
                    "Hardtanh",
                    (o, in, p) -> List.of(in.get(0).clamp(number(o, "min_val", -1), number(o, "max_val", 1)))),
            Map.entry(
                    "InnerProduct", (o, in, p) -> List.of(activated(o, in.get(0).linear(p.get(0), bias(o, p))))),
            Map.entry("Interpolation", (o, in, p) -> List.of(interpolation(o, in.get(0)))),
            Map.entry("MSELoss", (o, in, p) -> List.of(in.get(0).mseLoss(in.get(1), reduction(o)))),
            Map.entry(
                    "NLLLoss",
                    (o, in, p) -> List.of(
                            in.get(0).nllLoss(in.get(1).to(DType.I64), null, Tensor.IGNORE_INDEX, reduction(o)))),
            Map.entry("Parameter", (o, in, p) -> List.of(p.get(0).copy())),
            Map.entry("Pooling2D", (o, in, p) -> List.of(pooling(o, in.get(0)))),
            Map.entry("Reduction", (o, in, p) -> List.of(reducedOver(o, in.get(0)))),
            Map.entry("Slice", (o, in, p) -> List.of(slice(o, in.get(0)))),
            Map.entry(
                    "Softmax",
                    (o, in, p) -> List.of(
                            flag(o, "log") ? in.get(0).logSoftmax(1) : in.get(0).softmax(1))),
            Map.entry(
                    "SoftmaxWithLoss",
                    (o, in, p) -> List.of(in.get(0).crossEntropy(in.get(1).to(DType.I64)))),
            Map.entry("Threshold", (o, in, p) -> List.of(threshold(o, in.get(0)))));

    /** The operator of a name; that it is not known is not run. */
    static Operator of(String name) {
        Operator operator = ALL.get(name);
        if (operator == null) {
            throw new NotRunException("no such operator in the form");
        }
        return operator;
    }

    /** Whether an input holds class indices, which have no gradient. */
    static boolean isIndex(String operator, int input) {
        return input == 1 && (operator.equals("SoftmaxWithLoss") || operator.equals("NLLLoss"));
    }

    private static double number(JsonObject options, String name, double otherwise) {
        return options.has(name) ? options.get(name).getAsDouble() : otherwise;
    }

    private static String word(JsonObject options, String name, String otherwise) {
        return options.has(name) ? options.get(name).getAsString() : otherwise;
    }

    private static boolean flag(JsonObject options, String name) {
        return options.has(name) && options.get(name).getAsBoolean();
    }

    /** A number for both axes, or one for each. */
    private static int[] pair(JsonObject options, String name, int otherwise) {
        JsonElement value = options.get(name);
        if (value == null) {
            return new int[] {otherwise, otherwise};
        }
        return value.isJsonArray()
                ? value.getAsJsonArray().asList().stream()
                        .mapToInt(JsonElement::getAsInt)
                        .toArray()
                : new int[] {value.getAsInt(), value.getAsInt()};
    }

    private static Tensor activated(JsonObject options, Tensor x) {
        String activation = word(options, "activation", "identity");
        return switch (activation) {
            case "identity" -> x.mul(1);
            case "relu" -> x.relu();
            case "relu6" -> x.relu6();
            case "sigmoid" -> x.sigmoid();
            case "tanh" -> x.tanh();
            default -> throw new NotRunException("no activation '" + activation + "' yet");
        };
    }

    private static @Nullable Tensor bias(JsonObject options, List<Tensor> params) {
        return options.has("bias") && !flag(options, "bias") ? null : params.get(1);
    }

    private static Tensor convolution(JsonObject options, Tensor x, List<Tensor> params) {
        Tensor y = x.conv2d(
                params.get(0),
                bias(options, params),
                pair(options, "stride", 1),
                pair(options, "pad", 0),
                pair(options, "dilate", 1),
                (int) number(options, "groups", 1));
        return activated(options, y);
    }

    private static Tensor elementwise(JsonObject options, Tensor first, Tensor second) {
        Tensor a = first.mul(number(options, "coef1", 1));
        Tensor b = second.mul(number(options, "coef2", 1));
        String operation = word(options, "operation", "sum");
        return activated(
                options,
                switch (operation) {
                    case "sum" -> a.add(b);
                    case "prod" -> a.mul(b);
                    case "max" -> a.maximum(b);
                    default -> throw new NotRunException("no elementwise '" + operation + "' in the form");
                });
    }

    private static Tensor pooling(JsonObject options, Tensor x) {
        int[] kernel = pair(options, "kernel", 1);
        int[] stride = pair(options, "stride", 1);
        int[] pad = pair(options, "pad", 0);
        PoolWindow window = PoolWindow.sliding(kernel, stride, pad, new int[] {1, 1}, flag(options, "ceil_mode"));
        return word(options, "mode", "max").equals("max")
                ? x.maxPool(window)
                : x.avgPool(window, flag(options, "count_include_pad"), 0);
    }

    private static Tensor globalPooling(JsonObject options, Tensor x) {
        return word(options, "mode", "max").equals("avg") ? x.adaptiveAvgPool(1, 1) : x.adaptiveMaxPool(1, 1);
    }

    /** Sizes or scales are −1 where they are not given. */
    private static Tensor interpolation(JsonObject options, Tensor x) {
        Interpolation mode =
                switch (word(options, "method", "nearest")) {
                    case "nearest" -> Interpolation.NEAREST;
                    case "nearest-exact" -> Interpolation.NEAREST_EXACT;
                    case "bilinear" -> Interpolation.LINEAR;
                    case "bicubic" -> Interpolation.CUBIC;
                    default -> throw new NotRunException("no such interpolation in the form");
                };
        boolean corners = flag(options, "align_corners");
        long height = (long) number(options, "out_h", -1);
        long width = (long) number(options, "out_w", -1);
        return height > 0 && width > 0
                ? x.interpolate(mode, corners, height, width)
                : x.interpolateBy(mode, corners, number(options, "scale_y", -1), number(options, "scale_x", -1));
    }

    private static Reduction reduction(JsonObject options) {
        String reduce = word(options, "reduce", "mean");
        return switch (reduce) {
            case "none" -> Reduction.NONE;
            case "mean" -> Reduction.MEAN;
            case "sum" -> Reduction.SUM;
            default -> throw new NotRunException("no reduction '" + reduce + "' in the form");
        };
    }

    private static Tensor reducedOver(JsonObject options, Tensor x) {
        int[] axes = IntStream.range(0, x.rank()).toArray();
        if (options.has("dims")) {
            axes = options.getAsJsonArray("dims").asList().stream()
                    .mapToInt(JsonElement::getAsInt)
                    .toArray();
        } else if (options.has("start_axis")) {
            axes = Arrays.copyOfRange(
                    axes, Math.floorMod(options.get("start_axis").getAsInt(), x.rank()), x.rank());
        }
        boolean keepDim = flag(options, "keep_dim");
        String method = word(options, "method", "sum");
        Tensor y =
                switch (method) {
                    case "sum" -> x.sum(keepDim, axes);
                    case "mean" -> x.mean(keepDim, axes);
                    case "sumsq" -> x.square().sum(keepDim, axes);
                    case "abssum" -> x.abs().sum(keepDim, axes);
                    default -> throw new NotRunException("no reduction '" + method + "' in the form");
                };
        return options.has("output_scale") ? y.mul(number(options, "output_scale", 1)) : y;
    }

    private static Tensor slice(JsonObject options, Tensor x) {
        long begin = options.get("begin").getAsLong();
        return x.narrow(options.get("dim").getAsInt(), begin, options.get("end").getAsLong() - begin)
                .copy();
    }

    /** 1 above the threshold, else 0; the gradient is 0. */
    private static Tensor threshold(JsonObject options, Tensor x) {
        Tensor limit = x.detach().mul(0).add(number(options, "threshold", 0));
        return x.gt(limit).to(x.dtype());
    }
}
