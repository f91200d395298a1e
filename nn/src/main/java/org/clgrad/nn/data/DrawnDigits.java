package org.clgrad.nn.data;

import java.util.stream.IntStream;
import org.clgrad.engine.tensor.Shape;

/**
 * Digits drawn by the program, in the form of MNIST: 28 × 28 grey pixels, white on black, so that something can be
 * trained anywhere, without a download.
 *
 * <p>Each image is drawn so: one of several ways to write the digit, with a hand's tremor ({@link DigitStrokes}); a
 * random rotation, shear and stretch; an elastic distortion ({@link ElasticField}); scaled to fit MNIST's box of 20
 * pixels and centred by its mass, both not quite; drawn with a pen of random and changing width ({@link Pen}); and the
 * ink made a little uneven.
 *
 * <p>An image depends on the seed and on its index and on nothing else: the same bytes on every machine and Java
 * version (only IEEE operations and {@link StrictMath} are used), however many threads draw.
 */
public final class DrawnDigits {
    private static final int SIDE = 28;
    private static final int PIXELS = SIDE * SIDE;
    private static final Shape IMAGE = Shape.of(1, SIDE, SIDE);
    private static final int CLASSES = 10;

    /** Where test images begin: behind any training set that fits into an array, so that the two share none. */
    private static final int FIRST_TEST_INDEX = 1 << 24;

    private static final int TRAIN_IMAGES = 60_000;
    private static final int TEST_IMAGES = 10_000;

    /** Images that a thread draws with one set of working arrays. */
    private static final int CHUNK = 256;

    private static final double ROTATION = StrictMath.toRadians(12);
    private static final double SMOOTHING = 4; // σ of Simard et al., in pixels of 28
    private static final double DISPLACEMENT = 5;

    private DrawnDigits() {}

    /** As many digits as MNIST has: 60,000 to train on and 10,000 to test on. */
    public static TrainTest load(long seed) {
        return load(seed, SampleProgress.UNWATCHED);
    }

    /** Like {@link #load(long)}, and tells how far it is. */
    public static TrainTest load(long seed, SampleProgress progress) {
        return load(seed, TRAIN_IMAGES, TEST_IMAGES, progress);
    }

    /** Digits to train and to test on; the test images of a seed do not depend on the number of training images. */
    public static TrainTest load(long seed, int trainImages, int testImages) {
        return load(seed, trainImages, testImages, SampleProgress.UNWATCHED);
    }

    private static TrainTest load(long seed, int trainImages, int testImages, SampleProgress progress) {
        if (trainImages < 0 || testImages < 0) {
            throw new IllegalArgumentException(
                    "drawn digits: expected numbers of images of 0 or more, got " + trainImages + " and " + testImages);
        }
        Tally tally = new Tally((long) trainImages + testImages, progress);
        return new TrainTest(
                draw("drawn digits, train", seed, 0, trainImages, tally),
                draw("drawn digits, test", seed, FIRST_TEST_INDEX, testImages, tally));
    }

    private static ImageDataset draw(String name, long seed, int first, int count, Tally tally) {
        byte[] pixels = new byte[Math.multiplyExact(count, PIXELS)];
        byte[] labels = new byte[count];
        IntStream.range(0, (count + CHUNK - 1) / CHUNK).parallel().forEach(chunk -> {
            Desk desk = new Desk();
            int begin = chunk * CHUNK;
            int end = Math.min(count, begin + CHUNK);
            for (int i = begin; i < end; i++) {
                labels[i] = desk.draw(SplitMix64.stream(seed, first + i), pixels, i * PIXELS);
            }
            tally.add(end - begin);
        });
        return new ImageDataset(name, IMAGE, CLASSES, pixels, labels);
    }

    /** How many images all threads together have drawn. */
    private static final class Tally {
        private final long total;
        private final SampleProgress progress;
        private long done;

        Tally(long total, SampleProgress progress) {
            this.total = total;
            this.progress = progress;
        }

        synchronized void add(int images) {
            done += images;
            progress.done(done, total);
        }
    }

    /** What one thread needs to draw, image after image. */
    private static final class Desk {
        private final PenTrace trace = new PenTrace();
        private final ElasticField field = new ElasticField(SIDE, SMOOTHING);
        private final Pen pen = new Pen(SIDE);

        /** Draws one image and returns its digit. */
        byte draw(SplitMix64 random, byte[] pixels, int offset) {
            byte digit = (byte) random.nextInt(CLASSES);
            DigitStrokes.write(digit, random, trace);
            tilt(random);
            distort(random);
            double firstRadius = random.nextDouble(0.8, 1.7);
            double lastRadius = firstRadius * random.nextDouble(0.75, 1.2);
            place(random, Math.max(firstRadius, lastRadius));
            double[] ink = pen.draw(trace, firstRadius, lastRadius);
            double blackness = random.nextDouble(0.95, 1.5);
            double unevenness = random.nextDouble(0, 0.2);
            for (int i = 0; i < PIXELS; i++) {
                if (ink[i] > 0) {
                    double grey = Math.min(1, ink[i] * blackness) * (1 - random.nextDouble(0, unevenness));
                    pixels[offset + i] = (byte) (int) (255 * grey + 0.5);
                }
            }
            return digit;
        }

        private void tilt(SplitMix64 random) {
            double angle = random.nextDouble(-ROTATION, ROTATION);
            double width = random.nextDouble(0.65, 1.3);
            // Most hands lean to the right, some a little to the left.
            double shear = random.nextDouble(-0.15, 0.5);
            double sin = StrictMath.sin(angle);
            double cos = StrictMath.cos(angle);
            trace.transform(width, -shear, 0, 1);
            trace.transform(cos, -sin, sin, cos);
        }

        private void distort(SplitMix64 random) {
            field.draw(random, random.nextDouble(0.3, 1) * DISPLACEMENT);
            trace.fit(20);
            trace.centre(SIDE / 2.0, SIDE / 2.0, SIDE, 0);
            trace.displace(field);
        }

        private void place(SplitMix64 random, double radius) {
            // A disc whose centre is a radius and a pixel inside leaves the outermost pixels black, as in MNIST.
            double margin = radius + 1;
            trace.fit(random.nextDouble(17.5, 20) - 2 * radius + 1);
            double x = SIDE / 2.0 + random.nextDouble(-1, 1);
            double y = SIDE / 2.0 + random.nextDouble(-1, 1);
            trace.centre(x, y, SIDE, margin);
        }
    }
}
