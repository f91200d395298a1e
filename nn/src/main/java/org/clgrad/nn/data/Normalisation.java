package org.clgrad.nn.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the bytes of an image become numbers around 0: a byte b of a channel becomes (b/255 − mean) / deviation.
 *
 * @param channels the statistics of each channel, in the images' order
 */
public record Normalisation(List<Channel> channels) {
    /** What networks trained on ImageNet expect, and those of others that took it over; red, green, blue. */
    public static final Normalisation IMAGENET =
            new Normalisation(List.of(new Channel(0.485, 0.229), new Channel(0.456, 0.224), new Channel(0.406, 0.225)));

    private static final int BYTE_VALUES = 256;

    /**
     * The statistics of one channel, of values 0 … 1.
     *
     * @param mean what becomes 0
     * @param deviation how far from it becomes 1; greater than 0
     */
    public record Channel(double mean, double deviation) {

        /** @throws IllegalArgumentException if {@code mean} is not finite, or {@code deviation} not finite and greater than 0 */
        public Channel {
            if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
                throw new IllegalArgumentException("normalisation: expected a finite mean and a deviation greater than"
                        + " 0, got " + mean + " and " + deviation);
            }
        }
    }

    /** Keeps a copy of the list. */
    public Normalisation {
        channels = List.copyOf(channels);
    }

    /**
     * One mean and one deviation for each channel.
     *
     * @throws IllegalArgumentException if there are not as many of both, or one is not finite, or a deviation is not
     *     greater than 0
     */
    public static Normalisation of(double[] mean, double[] deviation) {
        if (mean.length != deviation.length) {
            throw new IllegalArgumentException("normalisation: expected as many deviations as means, got "
                    + deviation.length + " and " + mean.length);
        }
        List<Channel> channels = new ArrayList<>();
        for (int c = 0; c < mean.length; c++) {
            channels.add(new Channel(mean[c], deviation[c]));
        }
        return new Normalisation(channels);
    }

    /** For each channel the number that each byte becomes: computed in double and rounded once, so the same everywhere. */
    float[][] tables() {
        float[][] tables = new float[channels.size()][BYTE_VALUES];
        for (int c = 0; c < tables.length; c++) {
            Channel channel = channels.get(c);
            for (int value = 0; value < BYTE_VALUES; value++) {
                tables[c][value] = (float) ((value / (BYTE_VALUES - 1.0) - channel.mean) / channel.deviation);
            }
        }
        return tables;
    }

    /** Like {@code (b/255 − 0.485)/0.229, …}. */
    @Override
    public String toString() {
        return channels.stream()
                .map(channel -> "(b/255 − " + channel.mean + ")/" + channel.deviation)
                .collect(Collectors.joining(", "));
    }
}
