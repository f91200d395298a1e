package org.clgrad.tests.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.Devices;
import org.clgrad.engine.cl.ClDeviceProvider;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.CountingBinding;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.tests.faults.SmallTraining;
import org.clgrad.tests.kit.TestDevice;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.Test;

/** Trainings at the same time, in threads of one process: each gets the numbers that it gets alone. */
final class ConcurrentTrainingTest {
    private static final int STEPS = 40;
    private static final List<Long> SEEDS = List.of(21L, 22L);

    private static List<Double> train(Device device, long seed) {
        return SmallTraining.losses(device, STEPS, seed);
    }

    /** Runs all at once, each in a thread of its own. */
    private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> task : tasks) {
                running.add(threads.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> task : running) {
                results.add(task.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    private static void checkOneDevice(Device device) throws Exception {
        List<List<Double>> alone =
                SEEDS.stream().map(seed -> train(device, seed)).toList();
        assertThat(alone.get(0)).isNotEqualTo(alone.get(1));
        List<Callable<List<Double>>> trainings = new ArrayList<>();
        SEEDS.forEach(seed -> trainings.add(() -> train(device, seed)));
        assertThat(together(trainings)).as("on %s", device).isEqualTo(alone);
    }

    @Test
    void twoModelsOnOneDevice() throws Exception {
        for (TestDevice tested : TestRun.current().devices()) {
            checkOneDevice(tested.device());
            TestRun.current().coverage().test("trainings at once", tested);
        }
    }

    @Test
    void twoModelsOnTheHost() throws Exception {
        try (Device host = Devices.openHost()) {
            checkOneDevice(host);
            assertThat(host.statistics().liveStorages()).isZero();
        }
    }

    @Test
    void oneModelOnEachOfTwoDevices() throws Exception {
        List<TestDevice> divisible = TestRun.current().devices().stream()
                .filter(tested -> tested.info().capabilities().computeUnits() > 1)
                .toList();
        assumeFalse(divisible.isEmpty(), "a device with one unit cannot be split");
        for (TestDevice tested : divisible) {
            CountingBinding handles = new CountingBinding(ClBinding.installed().stream()
                    .filter(binding -> binding.name().equals(tested.info().binding()))
                    .findFirst()
                    .orElseThrow());
            List<DeviceInfo> parts = ClDeviceProvider.ofParts(List.of(handles), KernelCatalog.builtin(), 1)
                    .discover(handles.name())
                    .devices();
            assertThat(handles.live()).as("handles after looking").isEmpty();
            assertThat(parts)
                    .as("parts of %s", tested)
                    .hasSizeGreaterThan(1)
                    .allMatch(part -> part.capabilities().computeUnits() == 1);
            List<Device> devices = new ArrayList<>();
            try {
                parts.subList(0, 2).forEach(part -> devices.add(part.open()));
                List<List<Double>> alone = IntStream.range(0, 2)
                        .mapToObj(i -> train(devices.get(i), SEEDS.get(i)))
                        .toList();
                List<Callable<List<Double>>> trainings = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    Device device = devices.get(i);
                    long seed = SEEDS.get(i);
                    trainings.add(() -> train(device, seed));
                }
                assertThat(together(trainings)).as("on %s", devices).isEqualTo(alone);
            } finally {
                devices.forEach(Device::close);
            }
            assertThat(handles.live()).as("handles left").isEmpty();
            TestRun.current().coverage().test("trainings at once", tested);
        }
    }
}
