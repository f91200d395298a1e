package org.clgrad.examples;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.data.DataException;

/** A picture from a file, in a format that Java knows: PNG, JPEG, GIF, BMP. */
final class Picture {
    /** More would take 400 MB and be of no use to models of images of a few dozen pixels. */
    private static final long MAX_PIXELS = 100_000_000;

    /** The luma of ITU-R BT.601, of which grey images have been made since television. */
    private static final double[] LUMA = {0.299, 0.587, 0.114};

    private final BufferedImage image;

    private Picture(BufferedImage image) {
        this.image = image;
    }

    /**
     * Reads a picture.
     *
     * @throws DataException if there is none, it is damaged, of an unknown format, or of over 100 million pixels
     */
    static Picture read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(file, Files.exists(file) ? "is no file" : "no such file");
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new DataException(file, "expected a picture, PNG or JPEG, found something else");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MAX_PIXELS) {
                    throw new DataException(file, "expected at most " + MAX_PIXELS + " pixels, found " + pixels);
                }
                return new Picture(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            throw DataException.of(file, "cannot be read", e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // What readers throw where a damaged file leads them astray.
            throw new DataException(file, "is damaged: " + e.getMessage(), e);
        }
    }

    /**
     * The picture's middle, of the wanted proportions, scaled by taking means, on white where it is transparent.
     *
     * @param shape [C,H,W], C being 1 for grey or 3 for red, green, blue
     * @param invert whether dark becomes light
     * @return the bytes in row-major order
     */
    byte[] toBytes(Shape shape, boolean invert) {
        int channels = Math.toIntExact(shape.size(0));
        int height = Math.toIntExact(shape.size(1));
        int width = Math.toIntExact(shape.size(2));
        BufferedImage scaled = scaled(width, height);
        byte[] bytes = new byte[channels * height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int rgb = scaled.getRGB(x, y);
                int[] colours = {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff};
                for (int c = 0; c < channels; c++) {
                    int value = channels == 1 ? luma(colours) : colours[c];
                    bytes[(c * height + y) * width + x] = (byte) (invert ? 255 - value : value);
                }
            }
        }
        return bytes;
    }

    private static int luma(int... colours) {
        return (int) Math.round(LUMA[0] * colours[0] + LUMA[1] * colours[1] + LUMA[2] * colours[2]);
    }

    private BufferedImage scaled(int width, int height) {
        int partWidth = (int) Math.min(image.getWidth(), Math.max(1, (long) image.getHeight() * width / height));
        int partHeight = (int) Math.min(image.getHeight(), Math.max(1, (long) image.getWidth() * height / width));
        BufferedImage part = onWhite(
                image.getSubimage(
                        (image.getWidth() - partWidth) / 2,
                        (image.getHeight() - partHeight) / 2,
                        partWidth,
                        partHeight),
                partWidth,
                partHeight);
        return onWhite(part.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), width, height);
    }

    private static BufferedImage onWhite(Image image, int width, int height) {
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        try {
            graphics.drawImage(image, 0, 0, Color.WHITE, null);
        } finally {
            graphics.dispose();
        }
        return result;
    }
}
