package org.clgrad.engine.routine.conv;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the window of a convolution moves over its one, two or three axes: the attributes that a convolution shares with its
 * gradients. Axes that are not there have size 1 and are plain, so a convolution over a sequence is one over images of one
 * row.
 *
 * @param axes of depth, height and width, the last of these as many as there are
 * @param groups parts of the channels that are convolved apart; as many as channels for a depthwise convolution
 */
public record ConvGeometry(List<ConvAxis> axes, long groups) {
    private static final int MAX_RANK = 3;

    /** @throws IllegalArgumentException if there are not one to three axes, or no groups */
    public ConvGeometry {
        axes = List.copyOf(axes);
        if (axes.isEmpty() || axes.size() > MAX_RANK) {
            throw new IllegalArgumentException("convolution: needs one to three axes, got " + axes.size());
        }
        if (groups < 1) {
            throw new IllegalArgumentException("convolution: groups needs at least 1, got " + groups);
        }
    }

    /** The same along all axes. */
    public static ConvGeometry of(int rank, ConvAxis axis, long groups) {
        return new ConvGeometry(Collections.nCopies(rank, axis), groups);
    }

    /** Stride 1, no padding, no dilation, one group. */
    public static ConvGeometry plain(int rank) {
        return of(rank, ConvAxis.PLAIN, 1);
    }

    /** How many axes there are. */
    public int rank() {
        return axes.size();
    }

    /** Along depth. */
    public ConvAxis depth() {
        return fromEnd(3);
    }

    /** Along height. */
    public ConvAxis height() {
        return fromEnd(2);
    }

    /** Along width. */
    public ConvAxis width() {
        return fromEnd(1);
    }

    private ConvAxis fromEnd(int place) {
        return place > rank() ? ConvAxis.PLAIN : axes.get(rank() - place);
    }

    Volume strides() {
        return new Volume(depth().stride(), height().stride(), width().stride());
    }

    Volume before() {
        return new Volume(depth().before(), height().before(), width().before());
    }

    Volume dilations() {
        return new Volume(depth().dilation(), height().dilation(), width().dilation());
    }

    /** The output of an input of some size. */
    Volume outputs(Volume size, Volume taps) {
        return new Volume(
                depth().outputs(size.depth(), taps.depth()),
                height().outputs(size.height(), taps.height()),
                width().outputs(size.width(), taps.width()));
    }

    /** Like {@code stride 1, padding 1, dilation 1 × stride 2, padding 0+1, dilation 1}. */
    @Override
    public String toString() {
        String all = axes.stream().map(ConvAxis::toString).collect(Collectors.joining(" × "));
        return groups == 1 ? all : all + ", " + groups + " groups";
    }
}
