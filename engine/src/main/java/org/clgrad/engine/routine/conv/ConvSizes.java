package org.clgrad.engine.routine.conv;

import java.util.List;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * All sizes of one convolution, checked: x[N,C,…], w[K,C/groups,…], y[N,K,…], where … are the one to three axes of the
 * geometry.
 *
 * @param geometry how the window moves
 * @param images N
 * @param channels C
 * @param in of x
 * @param channelsOut K
 * @param taps of w
 * @param out of y
 */
record ConvSizes(
        ConvGeometry geometry, long images, long channels, Volume in, long channelsOut, Volume taps, Volume out) {
    /** Names of the axes of x, by how many there are. */
    private static final List<String> IN = List.of("W", "H,W", "D,H,W");

    /** Names of the axes of w. */
    private static final List<String> TAPS = List.of("S", "R,S", "T,R,S");

    /** Names of the axes of y. */
    private static final List<String> OUT = List.of("Q", "P,Q", "O,P,Q");

    /**
     * The sizes of a convolution of x and w.
     *
     * @param operation whose check this is, for messages
     */
    static ConvSizes ofForward(String operation, ConvGeometry geometry, TensorSpec x, TensorSpec w) {
        int rank = geometry.rank();
        checkPair(operation, rank, nameX(rank), x, nameW(rank), w);
        ConvSizes sizes = of(
                geometry,
                x.size(0),
                x.size(1),
                Volume.ofLast(rank, x.shape()),
                w.size(0),
                Volume.ofLast(rank, w.shape()));
        sizes.check(operation);
        sizes.checkWeight(operation, w);
        return sizes;
    }

    /** The sizes of the gradient by the input, which is of the given size. */
    static ConvSizes ofInputGradient(String operation, ConvGeometry geometry, TensorSpec dy, TensorSpec w, Volume in) {
        int rank = geometry.rank();
        checkPair(operation, rank, nameDy(rank), dy, nameW(rank), w);
        long channels = w.size(1) * geometry.groups();
        ConvSizes sizes = of(geometry, dy.size(0), channels, in, w.size(0), Volume.ofLast(rank, w.shape()));
        sizes.check(operation);
        sizes.checkGradient(operation, dy);
        return sizes;
    }

    /** The sizes of the gradient by the weight, which has so many taps. */
    static ConvSizes ofWeightGradient(
            String operation, ConvGeometry geometry, TensorSpec x, TensorSpec dy, Volume taps) {
        int rank = geometry.rank();
        checkPair(operation, rank, nameX(rank), x, nameDy(rank), dy);
        ConvSizes sizes = of(geometry, x.size(0), x.size(1), Volume.ofLast(rank, x.shape()), dy.size(1), taps);
        sizes.check(operation);
        sizes.checkGradient(operation, dy);
        return sizes;
    }

    /** The sizes as given, not yet checked, with the output that follows. */
    static ConvSizes of(ConvGeometry geometry, long images, long channels, Volume in, long channelsOut, Volume taps) {
        return new ConvSizes(geometry, images, channels, in, channelsOut, taps, geometry.outputs(in, taps));
    }

    private static String nameX(int rank) {
        return "x[N,C," + IN.get(rank - 1) + "]";
    }

    private static String nameW(int rank) {
        return "w[K,C/groups," + TAPS.get(rank - 1) + "]";
    }

    private static String nameDy(int rank) {
        return "dy[N,K," + OUT.get(rank - 1) + "]";
    }

    private static void checkPair(String operation, int rank, String nameA, TensorSpec a, String nameB, TensorSpec b) {
        checkTensor(operation, rank, nameA, a);
        checkTensor(operation, rank, nameB, b);
        if (a.dtype() != b.dtype()) {
            throw new MismatchException(operation, nameB, "the element type of " + nameA + ", " + a, b.toString());
        }
    }

    private static void checkTensor(String operation, int rank, String name, TensorSpec spec) {
        if (spec.rank() != rank + 2) {
            throw new MismatchException(operation, name, rank + 2 + " axes", spec.toString());
        }
        if (!spec.dtype().isFloat()) {
            throw new MismatchException(operation, name, "a floating-point type", spec.toString());
        }
    }

    private void check(String operation) {
        if (channels % groups() != 0) {
            throw new MismatchException(
                    operation, "x", "channels divisible by groups=" + groups(), channels + " channels");
        }
        if (channelsOut % groups() != 0) {
            throw new MismatchException(
                    operation, "w", "output channels divisible by groups=" + groups(), channelsOut + " channels");
        }
        if (!taps.allAtLeast(1)) {
            throw new MismatchException(operation, "w", "at least one tap along each axis", taps.text(rank()));
        }
        if (!out.allAtLeast(1)) {
            throw new MismatchException(
                    operation,
                    "the window of " + taps.text(rank()) + " taps with " + geometry,
                    "a padded input at least as large",
                    "an input of " + in.text(rank()));
        }
    }

    private void checkWeight(String operation, TensorSpec w) {
        if (w.size(1) != groupChannels()) {
            throw new MismatchException(
                    operation,
                    nameW(rank()) + " for " + channels + " channels in " + groups() + " groups",
                    "C/groups = " + groupChannels(),
                    w.toString());
        }
    }

    private void checkGradient(String operation, TensorSpec dy) {
        TensorSpec expected = y(dy.dtype());
        if (!dy.shape().equals(expected.shape())) {
            throw new MismatchException(
                    operation, "dy", "[N,K," + OUT.get(rank() - 1) + "] = " + expected.shape(), dy.toString());
        }
    }

    /** Refuses a third input that is not one number for each of so many channels. */
    void checkBias(String operation, String name, long count, List<TensorSpec> in) {
        if (in.size() > 2) {
            checkSpec(operation, name, TensorSpec.of(in.get(0).dtype(), count), in.get(2));
        }
    }

    /** Refuses another type or shape. */
    static void checkSpec(String operation, String name, TensorSpec expected, TensorSpec given) {
        if (given.dtype() != expected.dtype() || !given.shape().equals(expected.shape())) {
            throw new MismatchException(operation, name, expected.toString(), given.toString());
        }
    }

    /** Refuses another number of inputs. */
    static void checkCount(String operation, List<TensorSpec> in, int least, int most) {
        if (in.size() < least || in.size() > most) {
            String expected = least == most ? Integer.toString(least) : least + " or " + most;
            throw new MismatchException(operation, "the list of inputs", expected, in.size() + " " + in);
        }
    }

    int rank() {
        return geometry.rank();
    }

    long groups() {
        return geometry.groups();
    }

    /** C / groups. */
    long groupChannels() {
        return channels / groups();
    }

    /** K / groups. */
    long groupChannelsOut() {
        return channelsOut / groups();
    }

    /** Whether kernels have to look at layers: not if the one layer there is is seen by one tap. */
    boolean isDeep() {
        return in.depth() > 1
                || taps.depth() > 1
                || out.depth() > 1
                || geometry.depth().before() != 0;
    }

    TensorSpec x(DType dtype) {
        return TensorSpec.of(dtype, in.shape(rank(), images, channels));
    }

    TensorSpec w(DType dtype) {
        return TensorSpec.of(dtype, taps.shape(rank(), channelsOut, groupChannels()));
    }

    TensorSpec y(DType dtype) {
        return TensorSpec.of(dtype, out.shape(rank(), images, channelsOut));
    }

    /** Products in the sums of the convolution, and of each of its gradients, where pads count as pixels. */
    long products() {
        return images * channelsOut * groupChannels() * taps.product() * out.product();
    }

    /** The work of the convolution and of each of its gradients: an fma for each product. */
    Cost cost(List<TensorSpec> in, TensorSpec out) {
        return Cost.of(2 * products(), in, List.of(out));
    }
}
