package org.clgrad.examples;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Supplier;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.RandomStream;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.nn.Module;
import org.clgrad.nn.data.DataLoader;
import org.clgrad.nn.data.TrainTest;
import org.clgrad.nn.loss.CrossEntropyLoss;
import org.clgrad.nn.optim.Optimizer;
import org.clgrad.nn.training.Trainer;
import org.clgrad.nn.training.TrainingListener;
import org.clgrad.nn.training.TrainingResult;

/**
 * One training of an example on the cross-entropy, and then the results in their folder. It is saved after each epoch, and
 * when a signal asks for its end.
 *
 * @param example what to train
 * @param plan how
 * @param results where the results go
 * @param listener is told how it goes
 * @param continuation the command that goes on with it, for whoever stops it
 */
record Training(
        Example example, TrainingPlan plan, ResultFolder results, TrainingListener listener, String continuation) {
    private static final String STOPPING = "stopping after this step; once more to end at once, without saving";

    /**
     * Trains, writes the results, and says where they are; or says how to go on, if it was stopped.
     *
     * @param samples asked for when the model has its first weights
     * @param startNanos {@link System#nanoTime} of the beginning of all work
     * @return the status to end with
     */
    int run(Device device, Supplier<TrainTest> samples, long startNanos, PrintWriter out) {
        try (Scope scope = Scope.open();
                RandomStream random = new RandomStream(device, plan.seed())) {
            DefaultDevice.set(scope, device);
            RandomStream.set(scope, random);
            try (Module model = example.model();
                    Optimizer optimizer = example.optimizer(
                            model.parameters(), plan.schedule().learningRate())) {
                plan.weights().ifPresent(model::load);
                TrainTest data = samples.get();
                // A training that does not come so far, for a kernel that does not build, leaves no folder.
                FirstStep firstStep = new FirstStep(device, results::make, listener);
                Trainer trainer =
                        trainer(model, optimizer, random).test(data.test()).listener(firstStep);
                DataLoader loader =
                        DataLoader.shuffled(data.train(), plan.schedule().batch(), plan.seed());
                TrainingResult result;
                try (StopSignals signals = StopSignals.listen(STOPPING)) {
                    result = trainer.stopWhen(signals::isRaised).fit(loader);
                    if (result.stopped()) {
                        sayHowToGoOn(result, out);
                        return signals.status();
                    }
                }
                double seconds = (System.nanoTime() - startNanos) / 1e9;
                Metrics metrics =
                        new Metrics(device.name(), device.binding(), plan.seed(), result, firstStep.seconds(), seconds);
                write(metrics, model, loader.batchesPerEpoch());
                report(metrics, out);
            }
        }
        return 0;
    }

    private Trainer trainer(Module model, Optimizer optimizer, RandomStream random) {
        Trainer trainer = new Trainer(model, new CrossEntropyLoss(), optimizer)
                .epochs(plan.schedule().epochs())
                .maxSteps(plan.schedule().maxSteps().orElse(Integer.MAX_VALUE))
                .random(random)
                .checkpoint(results.resolve(ResultFolder.CHECKPOINT), plan.notes(example));
        plan.resumed().ifPresent(trainer::resume);
        return trainer;
    }

    private void sayHowToGoOn(TrainingResult result, PrintWriter out) {
        out.println("stopped after " + result.losses().size() + " steps, saved in "
                + results.resolve(ResultFolder.CHECKPOINT));
        out.println("to go on: " + continuation);
        out.flush();
    }

    private void write(Metrics metrics, Module model, int stepsPerEpoch) {
        String title = String.format(
                "%s on %s (%s), seed %d", example.name(), metrics.device(), metrics.binding(), plan.seed());
        // The weights first: they are what cannot be had again if the disk is full.
        model.save(results.resolve(ResultFolder.WEIGHTS));
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
        out.println("weights:       " + results.resolve(ResultFolder.WEIGHTS));
        out.flush();
    }
}
