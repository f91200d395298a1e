package org.clgrad.autograd;

import java.util.stream.IntStream;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/** Channels for resolution and back: the axes taken apart, reordered and merged. */
final class PixelBlocks {
    /** Channels, rows and columns. */
    private static final int OWN_AXES = 3;

    private PixelBlocks() {}

    static Tensor shuffle(Tensor x, int factor) {
        check("pixel_shuffle", x, factor);
        long channels = x.size(-3);
        long block = (long) factor * factor;
        if (channels % block != 0) {
            throw new MismatchException(
                    "pixel_shuffle",
                    "input",
                    "a multiple of " + block + " channels",
                    x.shape().toString());
        }
        int lead = x.rank() - OWN_AXES;
        Shape apart = with(x.shape(), channels / block, factor, factor, x.size(-2), x.size(-1));
        // C, r, r, H, W becomes C, H, r, W, r.
        return x.reshape(apart)
                .permute(order(lead, 0, 3, 1, 4, 2))
                .reshape(with(x.shape(), channels / block, x.size(-2) * factor, x.size(-1) * factor));
    }

    static Tensor unshuffle(Tensor x, int factor) {
        check("pixel_unshuffle", x, factor);
        if (x.size(-2) % factor != 0 || x.size(-1) % factor != 0) {
            throw new MismatchException(
                    "pixel_unshuffle",
                    "input",
                    "multiples of " + factor + " rows and columns",
                    x.shape().toString());
        }
        int lead = x.rank() - OWN_AXES;
        long height = x.size(-2) / factor;
        long width = x.size(-1) / factor;
        // C, H, r, W, r becomes C, r, r, H, W.
        return x.reshape(with(x.shape(), x.size(-3), height, factor, width, factor))
                .permute(order(lead, 0, 2, 4, 1, 3))
                .reshape(with(x.shape(), x.size(-3) * factor * factor, height, width));
    }

    private static void check(String operation, Tensor x, int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException(operation + ": the factor is at least 1, got " + factor);
        }
        if (x.rank() < OWN_AXES) {
            throw new MismatchException(
                    operation, "input", "shape […,C,H,W]", x.shape().toString());
        }
    }

    /** The shape with other sizes for channels, rows and columns. */
    private static Shape with(Shape shape, long... sizes) {
        int lead = shape.rank() - OWN_AXES;
        long[] all = new long[lead + sizes.length];
        System.arraycopy(shape.toArray(), 0, all, 0, lead);
        System.arraycopy(sizes, 0, all, lead, sizes.length);
        return Shape.of(all);
    }

    private static int[] order(int lead, int... axes) {
        return IntStream.concat(IntStream.range(0, lead), IntStream.of(axes).map(axis -> axis + lead))
                .toArray();
    }
}
