package org.clgrad.examples;

import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clgrad.nn.Module;
import org.clgrad.nn.data.ImageDataset;
import org.clgrad.nn.training.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a trained model takes pictures for. */
@Command(
        name = "predict",
        description = "Say what a trained model takes pictures for, the most probable class first.",
        mixinStandardHelpOptions = true,
        synopsisHeading = "usage: ",
        parameterListHeading = "%n",
        optionListHeading = "%n",
        sortOptions = false)
final class PredictCommand implements Callable<Integer> {
    private static final int BATCH = 128;

    @Mixin
    private final ModelOptions options = new ModelOptions();

    @Parameters(
            index = "1..*",
            paramLabel = "IMAGE",
            description = "Pictures, PNG or JPEG; the middle square is scaled to the model's size.")
    private List<Path> pictures = new ArrayList<>();

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "Image N of the data set's test images, from 0; may be said several times.")
    private List<Integer> samples = new ArrayList<>();

    @Option(names = "--invert", description = "Take dark for light in pictures, for ink on paper.")
    private boolean invert;

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "How many classes to show. Default: ${DEFAULT-VALUE}.",
            defaultValue = "3")
    private int top;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        require(top >= 1, "--top: expected a whole number of 1 or more, got " + top);
        require(!pictures.isEmpty() || !samples.isEmpty(), "predict: expected pictures, or --sample N");
        samples.forEach(sample -> require(sample >= 0, "--sample: expected 0 or more, got " + sample));
        List<String> titles = new ArrayList<>();
        List<byte[]> images = new ArrayList<>();
        for (Path picture : pictures) {
            images.add(Picture.read(picture).toBytes(options.example().image(), invert));
            titles.add(picture.toString());
        }
        return options.use((model, data, out) -> {
            if (!samples.isEmpty()) {
                addSamples(data.get().test(), titles, images);
            }
            report(model, dataset(images), titles, out);
        });
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private void addSamples(ImageDataset test, List<String> titles, List<byte[]> images) {
        for (int sample : samples) {
            require(sample < test.size(), "--sample: expected 0 to " + (test.size() - 1) + ", got " + sample);
            byte[] image = new byte[test.image(sample).remaining()];
            test.image(sample).get(image);
            images.add(image);
            titles.add("sample " + sample + " (" + options.example().classes().get(test.label(sample)) + ")");
        }
    }

    private ImageDataset dataset(List<byte[]> images) {
        Example example = options.example();
        ByteBuffer bytes = ByteBuffer.allocate(
                Math.toIntExact(Math.multiplyExact(example.image().elements(), images.size())));
        images.forEach(bytes::put);
        ImageDataset dataset = new ImageDataset(
                "pictures", example.image(), example.classes().size(), bytes.array(), new byte[images.size()]);
        return example.normalisation().map(dataset::normalised).orElse(dataset);
    }

    private void report(Module model, ImageDataset images, List<String> titles, PrintWriter out) {
        double[][] probabilities = Trainer.probabilities(model, images, BATCH);
        for (int i = 0; i < probabilities.length; i++) {
            double[] row = probabilities[i];
            String classes = IntStream.range(0, row.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer c) -> row[c]).reversed())
                    .limit(top)
                    .map(c -> String.format(
                            Locale.ROOT,
                            "%s %.1f %%",
                            options.example().classes().get(c),
                            100 * row[c]))
                    .collect(Collectors.joining(", "));
            out.println(titles.get(i) + ": " + classes);
        }
    }
}
