package org.clgrad.engine.routine.conv;

import java.util.Arrays;
import org.clgrad.engine.tensor.Shape;

/**
 * A number for each of depth, height and width, mostly sizes.
 *
 * @param depth layers
 * @param height rows
 * @param width columns
 */
public record Volume(long depth, long height, long width) {
    /** Of one to three sizes, width last; 1 for those that are not among them. */
    public static Volume of(long... sizes) {
        return ofLast(sizes.length, Shape.of(sizes));
    }

    /** The sizes of the last one to three axes of a shape; 1 for those that are not among them. */
    public static Volume ofLast(int rank, Shape shape) {
        int axes = shape.rank();
        return new Volume(
                rank < 3 ? 1 : shape.size(axes - 3), rank < 2 ? 1 : shape.size(axes - 2), shape.size(axes - 1));
    }

    /** The last one to three of depth, height and width. */
    public long[] last(int rank) {
        long[] all = {depth, height, width};
        return Arrays.copyOfRange(all, all.length - rank, all.length);
    }

    /** The product of the three. */
    public long product() {
        return depth * height * width;
    }

    /** Two numbers, and the last one to three of this. */
    Shape shape(int rank, long first, long second) {
        return switch (rank) {
            case 1 -> Shape.of(first, second, width);
            case 2 -> Shape.of(first, second, height, width);
            default -> Shape.of(first, second, depth, height, width);
        };
    }

    /** The last one to three: {@code 8×8}. */
    public String text(int rank) {
        String columns = Long.toString(width);
        return switch (rank) {
            case 1 -> columns;
            case 2 -> height + "×" + columns;
            default -> depth + "×" + height + "×" + columns;
        };
    }

    public boolean allAtLeast(long least) {
        return depth >= least && height >= least && width >= least;
    }
}
