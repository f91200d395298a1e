package org.clgrad.nn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.Module;
import org.clgrad.nn.OnEachDevice;
import org.clgrad.nn.Parameter;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.activation.ReLU;
import org.clgrad.nn.data.DataException;
import org.clgrad.nn.data.DataLoader;
import org.clgrad.nn.data.DrawnDigits;
import org.clgrad.nn.data.TrainTest;
import org.clgrad.nn.io.SafetensorsFile;
import org.clgrad.nn.layer.Conv2d;
import org.clgrad.nn.layer.Flatten;
import org.clgrad.nn.layer.Linear;
import org.clgrad.nn.loss.CrossEntropyLoss;
import org.clgrad.nn.norm.BatchNorm2d;
import org.clgrad.nn.optim.Adam;
import org.clgrad.nn.optim.Optimizer;
import org.clgrad.nn.optim.SGD;
import org.clgrad.nn.pool.MaxPool2d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that was stopped goes on as if it had not been: the same losses, accuracies and weights to the bit. */
final class CheckpointTest extends DeviceTest {
    private static final TrainTest DIGITS = DrawnDigits.load(1, 70, 30);
    private static final int EPOCHS = 3;
    /** 70 samples: four whole batches and a smaller one. */
    private static final int BATCH = 16;

    private static final int STEPS = 15;

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("checkpoint.safetensors");
    }

    private static Sequential model() {
        return new Sequential(
                new Conv2d(1, 3, 5),
                new BatchNorm2d(3),
                new ReLU(),
                new MaxPool2d(4),
                new Flatten(),
                new Linear(108, 10));
    }

    private record Run(TrainingResult result, List<double[]> weights) {
        void isLike(Run other) {
            assertThat(result.losses()).isEqualTo(other.result.losses());
            assertThat(result.accuracyPerEpoch()).isEqualTo(other.result.accuracyPerEpoch());
            assertThat(weights)
                    .usingElementComparator(java.util.Arrays::compare)
                    .isEqualTo(other.weights);
        }
    }

    /** Trains a model, with weights of the seed in the beginning. */
    private static Run run(
            Device device, long seed, Function<List<Parameter>, Optimizer> optimizers, Consumer<Trainer> settings) {
        try (Scope scope = on(device, seed);
                Module model = model();
                Optimizer optimizer = optimizers.apply(model.parameters())) {
            Trainer trainer = new Trainer(model, new CrossEntropyLoss(), optimizer)
                    .epochs(EPOCHS)
                    .test(DIGITS.test());
            settings.accept(trainer);
            TrainingResult result = trainer.fit(DataLoader.shuffled(DIGITS.train(), BATCH, 9));
            List<double[]> weights = model.state().values().stream()
                    .map(entry -> entry.tensor().toDoubles())
                    .toList();
            return new Run(result, weights);
        }
    }

    private static Optimizer adam(List<Parameter> parameters) {
        return new Adam(parameters, 1e-2);
    }

    private static Optimizer sgd(List<Parameter> parameters) {
        return new SGD(parameters, 1e-2, 0.9);
    }

    /** Says stop when it has been asked so many times: after each step, and before each batch of a test. */
    private static BooleanSupplier after(int questions) {
        AtomicLong asked = new AtomicLong();
        return () -> asked.incrementAndGet() >= questions;
    }

    @OnEachDevice
    void goesOnAfterAnEpoch(Device device) {
        Run whole = run(device, 5, CheckpointTest::adam, trainer -> {});
        run(device, 5, CheckpointTest::adam, trainer -> trainer.epochs(1).checkpoint(file(), Map.of()));
        // Other weights in the beginning: all that counts is in the file.
        Run rest = run(device, 6, CheckpointTest::adam, trainer -> trainer.resume(file()));
        rest.isLike(whole);
        assertThat(rest.result().losses()).hasSize(STEPS);
        assertThat(rest.result().stopped()).isFalse();
    }

    @OnEachDevice
    void goesOnInTheMiddleOfAnEpoch(Device device) {
        Run whole = run(device, 5, CheckpointTest::sgd, trainer -> {});
        Run part = run(
                device, 5, CheckpointTest::sgd, trainer -> trainer.maxSteps(8).checkpoint(file(), Map.of()));
        assertThat(part.result().losses()).hasSize(8);
        assertThat(part.result().accuracyPerEpoch()).hasSize(2);
        run(device, 6, CheckpointTest::sgd, trainer -> trainer.resume(file())).isLike(whole);
    }

    /** Wherever it is stopped: in an epoch, behind its last step, in its test, and in one run after the other. */
    @Test
    void goesOnWhereverItWasStopped() throws IOException {
        Run whole = run(host(), 5, CheckpointTest::adam, trainer -> {});
        for (int questions : new int[] {1, 3, 5, 6, 7, 9, 18, 21}) {
            Files.deleteIfExists(file());
            Run run = run(host(), 5, CheckpointTest::adam, trainer -> trainer.checkpoint(file(), Map.of())
                    .stopWhen(after(questions)));
            assertThat(run.result().stopped()).isTrue();
            while (run.result().stopped()) {
                run = run(host(), 6, CheckpointTest::adam, trainer -> trainer.checkpoint(file(), Map.of())
                        .resume(file())
                        .stopWhen(after(Math.max(6, questions))));
            }
            run.isLike(whole);
        }
    }

    @Test
    void aFinishedTrainingIsNotTakenUp() {
        run(host(), 5, CheckpointTest::sgd, trainer -> trainer.epochs(1).checkpoint(file(), Map.of()));
        assertThatThrownBy(() -> run(host(), 5, CheckpointTest::sgd, trainer -> trainer.epochs(1)
                        .resume(file())))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has come to its end after 5 steps");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        run(host(), 5, CheckpointTest::sgd, trainer -> trainer.epochs(1).checkpoint(file(), Map.of()));
        assertThatThrownBy(() -> run(host(), 5, CheckpointTest::adam, trainer -> trainer.resume(file())))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("\"optimizer.state.0.exp_avg\" F32 [3,1,5,5] is missing")
                .hasMessageContaining("\"optimizer.state.0.momentum_buffer\" is in the file");
        try (Scope scope = on(host(), 5);
                Module model = model();
                Optimizer optimizer = sgd(model.parameters())) {
            Trainer trainer = new Trainer(model, new CrossEntropyLoss(), optimizer)
                    .epochs(2)
                    .resume(file());
            assertThatThrownBy(() -> trainer.fit(DataLoader.shuffled(DIGITS.train(), BATCH - 1, 9)))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("in batches of 16 from 70 samples, got 15 from 70");
            Path weights = folder.resolve("weights.safetensors");
            model.save(weights);
            assertThatThrownBy(() -> Checkpoint.notes(weights))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("is no checkpoint");
        }
    }

    @Test
    void theFileIsOneOfWeightsToo() {
        Run run = run(host(), 5, CheckpointTest::adam, trainer -> trainer.checkpoint(file(), Map.of("seed", "5")));
        assertThat(Checkpoint.notes(file())).containsEntry("seed", "5");
        try (Scope scope = on(host(), 6);
                Module model = model()) {
            model.load(file());
            assertThat(model.state().values().stream()
                            .map(entry -> entry.tensor().toDoubles()))
                    .usingElementComparator(java.util.Arrays::compare)
                    .isEqualTo(run.weights());
        }
    }

    @Test
    void namesAreThoseOfPyTorch() {
        run(host(), 5, CheckpointTest::adam, trainer -> trainer.epochs(1).checkpoint(file(), Map.of()));
        try (SafetensorsFile file = SafetensorsFile.open(file())) {
            assertThat(file.names())
                    .startsWith(
                            "0.weight",
                            "0.bias",
                            "1.weight",
                            "1.bias",
                            "1.running_mean",
                            "1.running_var",
                            "1.num_batches_tracked",
                            "5.weight",
                            "5.bias",
                            "optimizer.state.0.exp_avg")
                    .contains("optimizer.state.5.exp_avg_sq", "optimizer.state.step", "training.losses");
        }
    }

    /** A folder cannot be replaced by a file; what fails so, as a full disk does, leaves nothing behind. */
    @Test
    void whatCannotBeWrittenIsAnError() throws IOException {
        Files.createDirectory(file());
        Files.createFile(file().resolve("in the way"));
        assertThatThrownBy(() -> run(host(), 5, CheckpointTest::sgd, trainer -> trainer.checkpoint(file(), Map.of())))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cannot be written");
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(file());
        }
    }
}
