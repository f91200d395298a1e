package org.clgrad.examples.bench;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Convolutions of 16 images, NCHW, without bias, padded by half of the kernel; forward, and both gradients. */
final class ConvolutionCases {
    /** Kernel, stride, channels in and out, side of the image; {@code dw}: depthwise. */
    private static final List<String> LAYERS = List.of(
            "7x7s2_3-64_224",
            "3x3_64-64_56",
            "3x3_128-128_28",
            "3x3_256-256_14",
            "3x3_512-512_7",
            "1x1_64-256_56",
            "dw3x3_144_56");

    private static final Pattern LAYER =
            Pattern.compile("(dw)?(\\d+)x\\2(?:s(\\d+))?_(\\d+)(?:-(\\d+))?_(\\d+)(?:_b(\\d+))?");

    private static final int BATCH = 16;

    private ConvolutionCases() {}

    static Stream<BenchCase> all() {
        return LAYERS.stream().flatMap(ConvolutionCases::named);
    }

    /** Both directions of a layer as {@link #LAYERS} has them; of another batch, behind {@code _b}. */
    static Stream<BenchCase> named(String layer) {
        Matcher parts = LAYER.matcher(layer);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no layer of a convolution: " + layer);
        }
        boolean depthwise = parts.group(1) != null;
        if (!depthwise && parts.group(5) == null) {
            throw new IllegalArgumentException("no layer of a convolution, channels out are missing: " + layer);
        }
        int batch = parts.group(7) == null ? BATCH : Integer.parseInt(parts.group(7));
        int kernel = Integer.parseInt(parts.group(2));
        int stride = parts.group(3) == null ? 1 : Integer.parseInt(parts.group(3));
        int in = Integer.parseInt(parts.group(4));
        int out = depthwise ? in : Integer.parseInt(parts.group(5));
        Convolution full =
                new Convolution(batch, in, out, Integer.parseInt(parts.group(6)), kernel, stride, depthwise ? in : 1);
        // Two images, few channels, an odd side.
        int smallIn = depthwise ? 5 : Math.min(in, 9);
        Convolution small =
                new Convolution(2, smallIn, depthwise ? 5 : 11, 13, kernel, stride, depthwise ? smallIn : 1);
        String id = "conv/" + layer;
        return Stream.of(
                BenchCase.defined(
                        id + "/fwd", Metric.GFLOPS, full.forwardWork(), full.new Forward(), small.new Forward()),
                BenchCase.defined(
                        id + "/bwd", Metric.GFLOPS, full.backwardWork(), full.new Backward(), small.new Backward()));
    }
}
