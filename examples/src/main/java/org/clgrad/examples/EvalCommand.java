package org.clgrad.examples;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.clgrad.nn.Module;
import org.clgrad.nn.data.ImageDataset;
import org.clgrad.nn.data.TrainTest;
import org.clgrad.nn.training.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures how many images a trained model gives their class. */
@Command(
        name = "eval",
        description = "Measure a trained model's accuracy, on the images it was trained on and on those it was not.",
        mixinStandardHelpOptions = true,
        synopsisHeading = "usage: ",
        parameterListHeading = "%n",
        optionListHeading = "%n",
        sortOptions = false)
final class EvalCommand implements Callable<Integer> {
    /** So many images together keep a device busy, and their activations are no more than a few hundred megabytes. */
    private static final int BATCH = 128;

    @Mixin
    private final ModelOptions options = new ModelOptions();

    @Override
    public Integer call() {
        return options.use((model, images, out) -> {
            TrainTest data = options.example().prepared(images.get());
            report(model, data.train(), out);
            report(model, data.test(), out);
        });
    }

    private static void report(Module model, ImageDataset images, PrintWriter out) {
        ProgressLine line = Terminal.ofProcess().progressLine();
        long start = System.nanoTime();
        double accuracy = Trainer.evaluate(model, images, BATCH, (done, total) -> {
            if (line.isDue()) {
                long percent = 100 * done / total;
                line.show(images.name() + line.bar(percent) + " " + percent + "%");
            }
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        line.clear();
        out.printf(
                Locale.ROOT,
                "%-6s %6.2f %%  %d of %d images in %.1f s%n",
                images.name() + ":",
                100 * accuracy,
                Math.round(accuracy * images.size()),
                images.size(),
                seconds);
        out.flush();
    }
}
