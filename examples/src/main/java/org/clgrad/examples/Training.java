package org.clgrad.examples;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Supplier;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.RandomStream;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.nn.Adam;
import org.clgrad.nn.CrossEntropyLoss;
import org.clgrad.nn.Module;
import org.clgrad.nn.Trainer;
import org.clgrad.nn.TrainingListener;
import org.clgrad.nn.TrainingResult;
import org.clgrad.nn.data.DataLoader;
import org.clgrad.nn.data.TrainTest;

/**
 * One training of an example: Adam on the cross-entropy, and then the results in their folder.
 *
 * @param example what to train
 * @param schedule how long and how fast
 * @param seed decides weights and shuffling
 * @param results where the results go
 * @param listener is told how it goes
 */
record Training(Example example, Schedule schedule, long seed, ResultFolder results, TrainingListener listener) {
    private static final String WEIGHTS = "model.safetensors";

    /**
     * Trains, writes the results, and says where they are.
     *
     * @param samples asked for when the model has its first weights
     * @param startNanos {@link System#nanoTime} of the beginning of all work
     */
    void run(Device device, Supplier<TrainTest> samples, long startNanos, PrintWriter out) {
        try (Scope scope = Scope.open();
                RandomStream random = new RandomStream(device, seed)) {
            DefaultDevice.set(scope, device);
            RandomStream.set(scope, random);
            try (Module model = example.model();
                    Adam adam = new Adam(model.parameters(), schedule.learningRate())) {
                TrainTest data = samples.get();
                results.make();
                FirstStep firstStep = new FirstStep(device, listener);
                DataLoader loader = DataLoader.shuffled(data.train(), schedule.batch(), seed);
                TrainingResult result = new Trainer(model, new CrossEntropyLoss(), adam)
                        .epochs(schedule.epochs())
                        .maxSteps(schedule.maxSteps().orElse(Integer.MAX_VALUE))
                        .test(data.test())
                        .listener(firstStep)
                        .fit(loader);
                double seconds = (System.nanoTime() - startNanos) / 1e9;
                Metrics metrics =
                        new Metrics(device.name(), device.binding(), seed, result, firstStep.seconds(), seconds);
                write(metrics, model, loader.batchesPerEpoch());
                report(metrics, out);
            }
        }
    }

    private void write(Metrics metrics, Module model, int stepsPerEpoch) {
        String title =
                String.format("%s on %s (%s), seed %d", example.name(), metrics.device(), metrics.binding(), seed);
        // The weights first: they are what cannot be had again if the disk is full.
        model.save(results.resolve(WEIGHTS));
        results.write(Metrics.FILE, metrics.toJson());
        results.write(LossCurve.FILE, LossCurve.svg(title, metrics.result(), stepsPerEpoch));
    }

    private void report(Metrics metrics, PrintWriter out) {
        TrainingResult result = metrics.result();
        if (result.losses().stream().anyMatch(loss -> !Double.isFinite(loss))) {
            out.println("the loss was not a number in some steps; a smaller --lr may help");
        }
        out.printf(
                Locale.ROOT,
                "%d steps in %.1f s, %.0f samples/s%n",
                result.losses().size(),
                result.seconds(),
                result.samplesPerSecond());
        out.printf(Locale.ROOT, "test accuracy: %.2f %%%n", 100 * metrics.testAccuracy());
        out.println("loss curve:    " + results.resolve(LossCurve.FILE));
        out.println("metrics:       " + results.resolve(Metrics.FILE));
        out.println("weights:       " + results.resolve(WEIGHTS));
        out.flush();
    }
}
