package org.clgrad.nn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.nn.DeviceTest;
import org.clgrad.nn.Module;
import org.clgrad.nn.OnEachDevice;
import org.clgrad.nn.Sequential;
import org.clgrad.nn.activation.ReLU;
import org.clgrad.nn.activation.Tanh;
import org.clgrad.nn.data.ArrayDataset;
import org.clgrad.nn.data.DataLoader;
import org.clgrad.nn.data.Dataset;
import org.clgrad.nn.data.DrawnDigits;
import org.clgrad.nn.data.TrainTest;
import org.clgrad.nn.layer.Conv2d;
import org.clgrad.nn.layer.Flatten;
import org.clgrad.nn.layer.Linear;
import org.clgrad.nn.loss.CrossEntropyLoss;
import org.clgrad.nn.loss.MSELoss;
import org.clgrad.nn.optim.Adam;
import org.clgrad.nn.optim.Optimizer;
import org.clgrad.nn.optim.SGD;
import org.clgrad.nn.pool.MaxPool2d;

final class TrainerTest extends DeviceTest {
    private static final TrainTest DIGITS = DrawnDigits.load(1, 200, 50);

    private static Sequential digits() {
        return new Sequential(new Conv2d(1, 4, 5), new ReLU(), new MaxPool2d(2), new Flatten(), new Linear(576, 10));
    }

    @OnEachDevice
    void learnsDrawnDigits(Device device) {
        try (Scope scope = on(device, 3);
                Module model = digits();
                Optimizer adam = new Adam(model.parameters(), 5e-3)) {
            TrainingResult result = new Trainer(model, new CrossEntropyLoss(), adam)
                    .epochs(4)
                    .test(DIGITS.test())
                    .fit(DataLoader.shuffled(DIGITS.train(), 32, 1));

            assertThat(result.losses()).hasSize(4 * 7);
            // Weights that know nothing give each of ten classes a tenth: log 10 = 2.3, give or take.
            assertThat(result.losses().get(0)).isCloseTo(Math.log(10), within(0.5));
            assertThat(mean(result.losses().subList(21, 28))).isLessThan(1);
            assertThat(result.accuracyPerEpoch()).hasSize(4);
            assertThat(result.accuracyPerEpoch().get(3)).isGreaterThan(0.6);
            assertThat(result.accuracyPerEpoch().get(3)).isEqualTo(Trainer.evaluate(model, DIGITS.test(), 7));
            assertThat(result.samplesPerSecond()).isPositive();
            assertThat(result.seconds()).isPositive();
            assertThat(model.isTraining()).isTrue();
        }
    }

    @OnEachDevice
    void computesInDoubleWhereTheModelDoes(Device device) {
        try (Scope scope = on(device, 3);
                Module model = digits().to(DType.F64);
                Optimizer sgd = new SGD(model.parameters(), 0.1, 0.9)) {
            TrainingResult result = new Trainer(model, new CrossEntropyLoss(), sgd)
                    .maxSteps(3)
                    .fit(DataLoader.shuffled(DIGITS.train(), 64, 1));
            assertThat(result.losses()).hasSize(3).anyMatch(loss -> loss != (float) (double) loss);
            assertThat(result.accuracyPerEpoch()).isEmpty();
        }
    }

    @OnEachDevice
    void memoryIsSteady(Device device) {
        Dataset xor = ArrayDataset.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new int[] {0, 1, 1, 0});
        Map<Long, Long> liveBytes = new TreeMap<>();
        try (Scope scope = on(device, 1);
                Module model = new Sequential(new Linear(2, 8), new Tanh(), new Linear(8, 2));
                Optimizer adam = new Adam(model.parameters(), 0.05)) {
            new Trainer(model, new CrossEntropyLoss(), adam)
                    .epochs(1000)
                    .listener(new TrainingListener() {
                        @Override
                        public void stepped(Progress progress) {
                            liveBytes.put(progress.steps(), device.statistics().liveBytes());
                        }
                    })
                    .fit(DataLoader.shuffled(xor, 4, 1));
            assertThat(liveBytes).hasSize(1000);
            assertThat(liveBytes.get(1000L)).isEqualTo(liveBytes.get(100L));
            assertThat(Trainer.evaluate(model, xor, 4)).isEqualTo(1);
        }
    }

    @OnEachDevice
    void theListenerSeesEachStepAndReadsFromTheDeviceSeldom(Device device) {
        List<Long> steps = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        List<Long> downloads = new ArrayList<>();
        float[][] inputs = new float[120][1];
        float[][] targets = new float[120][1];
        for (int i = 0; i < 120; i++) {
            inputs[i][0] = i / 120f;
            targets[i][0] = 3 * inputs[i][0] - 1;
        }
        try (Scope scope = on(device, 1);
                Module model = new Linear(1, 1);
                Optimizer sgd = new SGD(model.parameters(), 0.1)) {
            TrainingResult result = new Trainer(model, new MSELoss(), sgd)
                    .epochs(2)
                    .maxSteps(130)
                    .listener(new TrainingListener() {
                        @Override
                        public void stepped(Progress progress) {
                            steps.add(progress.steps());
                            assertThat(progress.accuracy()).isNaN();
                            losses.add(progress.loss());
                            downloads.add(device.statistics().downloadedBytes());
                            assertThat(progress.totalSteps()).isEqualTo(130);
                        }

                        @Override
                        public void epochEnded(Progress progress, double testAccuracy) {
                            ends.add(
                                    progress.epoch() + ": " + progress.epochSteps() + "/" + progress.totalEpochSteps());
                        }
                    })
                    .fit(DataLoader.inOrder(ArrayDataset.of(inputs, targets), 1));
            assertThat(steps).hasSize(130).startsWith(1L).endsWith(130L);
            assertThat(ends).containsExactly("0: 120/120", "1: 10/10");
            // Asked after each step, the device is read from after steps 50, 100, 120 and 130 only.
            assertThat(Set.copyOf(downloads)).hasSize(5);
            assertThat(losses.subList(0, 49)).containsOnly(Double.NaN);
            assertThat(losses.get(49)).isCloseTo(mean(result.losses().subList(0, 50)), within(1e-12));
            assertThat(losses.get(48 + 50)).isEqualTo(losses.get(49));
            assertThat(losses.get(99)).isCloseTo(mean(result.losses().subList(0, 100)), within(1e-12));
            assertThat(losses.get(119)).isCloseTo(mean(result.losses().subList(0, 120)), within(1e-12));
            assertThat(losses.get(129)).isCloseTo(mean(result.losses().subList(120, 130)), within(1e-12));
        }
    }

    @OnEachDevice
    void testingTellsHowFarItIs(Device device) {
        List<String> told = new ArrayList<>();
        try (Scope scope = on(device, 3);
                Module model = digits()) {
            Trainer.evaluate(model, DIGITS.test(), 20, (done, total) -> told.add(done + "/" + total));
        }
        assertThat(told).containsExactly("0/50", "20/50", "40/50", "50/50");
    }

    @OnEachDevice
    void anAccuracyNeedsClasses(Device device) {
        Dataset numbers = ArrayDataset.of(new float[][] {{1}}, new float[][] {{1}});
        try (Scope scope = on(device, 1);
                Module model = new Linear(1, 1)) {
            assertThatThrownBy(() -> Trainer.evaluate(model, numbers, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("class numbers");
        }
    }

    @OnEachDevice
    void aFailureInAStepLeavesNothingBehind(Device device) {
        try (Scope scope = on(device, 1);
                Module model = digits();
                Optimizer adam = new Adam(model.parameters(), 1e-3)) {
            Trainer trainer = new Trainer(
                    model,
                    (outputs, targets) -> {
                        throw new IllegalStateException("a loss that fails");
                    },
                    adam);
            int before = scope.size();
            assertThatThrownBy(() -> trainer.fit(DataLoader.inOrder(DIGITS.train(), 16)))
                    .hasMessage("a loss that fails");
            assertThat(scope.size()).isEqualTo(before);
        }
    }

    /** The program of the README. */
    @OnEachDevice
    void tenLinesLearnXor(Device device) {
        try (Scope scope = on(device, 42)) {
            var x = Tensor.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
            var y = Tensor.of(new double[][] {{0}, {1}, {1}, {0}});
            var model = new Sequential(new Linear(2, 16), new Tanh(), new Linear(16, 1));
            var adam = new Adam(model.parameters(), 0.05);
            var loss = new MSELoss();
            for (int step = 0; step < 500; step++) {
                adam.minimize(() -> loss.apply(model.apply(x), y));
            }
            assertThat(model.apply(x).toDoubles()).containsExactly(new double[] {0, 1, 1, 0}, within(0.1));
            adam.close();
            model.close();
        }
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
