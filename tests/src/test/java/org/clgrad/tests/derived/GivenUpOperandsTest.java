package org.clgrad.tests.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.clgrad.tests.derived.TransformedWeights.*;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.Scope;
import org.clgrad.engine.Storage;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.cl.binding.ForwardingBinding;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.tests.kit.TestDevice;
import org.clgrad.tests.kit.TestDevices;
import org.clgrad.tests.tuning.TunedDevice;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is kept of a convolution's weights keeps within its share of memory, and survives failures and threads. */
final class GivenUpOperandsTest {
    // ---- Memory

    /** 16 weights may be kept and 40 are used, in turn and with one in between that is used often. */
    @Test
    void noMoreThanAShareOfTheMemoryIsKept() {
        long memoryBytes = 16 * 8 * KEPT_BYTES;
        CapabilityLimits limits = CapabilityLimits.parse("memory=" + memoryBytes);
        try (TestDevices devices = TestDevices.open(KernelCatalog.builtin(), limits)) {
            for (TestDevice tested : devices.all()) {
                if (!transforms(tested.device())) {
                    continue;
                }
                try (Scope scope = GradMode.noGrad()) {
                    ClDevice device = tested.device();
                    DefaultDevice.set(scope, device);
                    Tensor x = tensor(device, IMAGES, 1);
                    Tensor often = tensor(device, WEIGHTS, 1).markLasting();
                    result(x, often);
                    result(x, often);
                    for (int seed = 2; seed < 42; seed++) {
                        Tensor weight = tensor(device, WEIGHTS, seed).markLasting();
                        for (int i = 0; i < 3; i++) {
                            assertThat(result(x, weight)).isEqualTo(expected(x, weight));
                        }
                        assertThat(derivations(device, () -> result(x, often)))
                                .as("what is used often, after %d others", seed)
                                .isZero();
                        assertThat(derived(device)).isLessThanOrEqualTo(16 * KEPT_BYTES);
                    }
                    assertThat(derived(device)).isEqualTo(16 * KEPT_BYTES);
                }
            }
        }
    }

    /** A tensor that does not fit beside what is kept, and then one that is kept of less. */
    @Test
    void whatIsKeptMakesRoomWhereMemoryIsShort() {
        int channels = 96;
        Shape weights = Shape.of(channels, channels, 3, 3);
        long keptBytes = 36L * (channels * channels + channels / 32 * 16) * Float.BYTES;
        CapabilityLimits limits = CapabilityLimits.parse("memory=32m");
        try (TestDevices devices = TestDevices.open(KernelCatalog.builtin(), limits)) {
            for (TestDevice tested : devices.all()) {
                if (!transforms(tested.device())) {
                    continue;
                }
                try (Scope scope = GradMode.noGrad()) {
                    ClDevice device = tested.device();
                    DefaultDevice.set(scope, device);
                    Tensor x = tensor(device, Shape.of(1, channels, 16, 16), 1);
                    Tensor weight = tensor(device, weights, 2).markLasting();
                    double[] expected = expected(x, weight);
                    for (int i = 0; i < 3; i++) {
                        assertThat(result(x, weight)).isEqualTo(expected);
                    }
                    assertThat(derived(device)).isEqualTo(keptBytes);
                    // An eighth of the memory is three times what is kept, a quarter of an eighth is less.
                    for (long after : List.of(keptBytes, 0L)) {
                        // Beside it is place for the slab of 4 MiB that holds all else.
                        Storage large = device.allocate(28 << 20);
                        assertThat(derived(device)).as("beside the large one").isZero();
                        large.release();
                        for (int i = 0; i < 3; i++) {
                            assertThat(result(x, weight)).isEqualTo(expected);
                        }
                        assertThat(derived(device)).isEqualTo(after);
                    }
                }
            }
        }
    }

    // ---- Failures

    private static final int INVALID_OPERATION = -59;

    /** A driver that refuses a launch when it is told to. */
    private static final class RefusingDriver extends ForwardingBinding {
        private int launches;

        RefusingDriver() {
            super(ClBinding.installed().get(0));
        }

        /** The n-th launch from now on fails. */
        void refuse(int n) {
            launches = n;
        }

        @Override
        public ClHandle.@Nullable Event enqueueKernel(
                ClHandle.Queue queue,
                ClHandle.Kernel kernel,
                long @Nullable [] offset,
                long[] global,
                long @Nullable [] local,
                boolean wantEvent) {
            launches--;
            if (launches == 0) {
                throw new ClException("clEnqueueNDRangeKernel", INVALID_OPERATION, "on purpose");
            }
            return super.enqueueKernel(queue, kernel, offset, global, local, wantEvent);
        }
    }

    @Test
    void whatCouldNotBeMadeIsNotKept() {
        RefusingDriver driver = new RefusingDriver();
        try (ClDevice device = TunedDevice.open(driver, KernelCatalog.builtin(), Tuning.defaults())) {
            assumeTrue(transforms(device));
            try (Scope scope = GradMode.noGrad()) {
                DefaultDevice.set(scope, device);
                Tensor x = tensor(device, IMAGES, 1);
                Tensor weight = tensor(device, WEIGHTS, 2).markLasting();
                double[] expected = expected(x, weight);
                assertThat(result(x, weight)).isEqualTo(expected);
                long live = device.statistics().liveStorages();
                driver.refuse(1);
                assertThatExceptionOfType(ClException.class).isThrownBy(() -> result(x, weight));
                assertThat(derived(device)).as("after it was not made").isZero();
                driver.refuse(2);
                assertThatExceptionOfType(ClException.class).isThrownBy(() -> result(x, weight));
                assertThat(derived(device)).as("made, and not used").isEqualTo(KEPT_BYTES);
                driver.refuse(1);
                assertThatExceptionOfType(ClException.class).isThrownBy(() -> result(x, weight));
                assertThat(result(x, weight)).isEqualTo(expected);
                assertThat(device.statistics().liveStorages()).isEqualTo(live);
            }
            assertThat(derived(device)).isZero();
            assertThat(device.statistics().liveStorages()).isZero();
        }
    }

    // ---- Threads

    @TestFactory
    Stream<DynamicTest> threadsShareAWeight() {
        return onEachDevice("threads", device -> {
            Tensor weight = tensor(device, WEIGHTS, 2).markLasting();
            Tensor x = tensor(device, IMAGES, 1);
            List<double[]> allowed = new ArrayList<>();
            List<ByteBuffer> values = new ArrayList<>();
            for (int seed = 0; seed < 3; seed++) {
                values.add(bytes(numbers(WEIGHTS, seed)));
                try (Tensor fresh = tensor(device, WEIGHTS, seed)) {
                    allowed.add(result(x, fresh));
                }
            }
            weight.assign(values.get(0).duplicate());
            Callable<Integer> reader = () -> {
                try (Scope scope = GradMode.noGrad()) {
                    int last = 0;
                    for (int i = 0; i < 150; i++) {
                        double[] y = result(x, weight);
                        int which = 0;
                        while (which < 3 && !Arrays.equals(y, allowed.get(which))) {
                            which++;
                        }
                        assertThat(which).as("whose weight it was, run %d", i).isLessThan(3);
                        last = which;
                    }
                    return last;
                }
            };
            Callable<Integer> writer = () -> {
                for (int i = 0; i < 60; i++) {
                    weight.assign(values.get(i % 3).duplicate());
                    Thread.sleep(1);
                }
                return 0;
            };
            together(List.of(reader, reader, writer));
            weight.assign(values.get(1).duplicate());
            assertThat(together(List.of(reader, reader))).containsExactly(1, 1);
            assertThat(derived(device)).isEqualTo(KEPT_BYTES);
        });
    }

    private static List<Integer> together(List<Callable<Integer>> tasks) {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Future<Integer>> running = new ArrayList<>();
            for (Callable<Integer> task : tasks) {
                running.add(threads.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            List<Integer> results = new ArrayList<>();
            for (Future<Integer> task : running) {
                results.add(task.get());
            }
            return results;
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdown();
        }
    }
}
