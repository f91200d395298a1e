package org.clgrad.tests.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.clgrad.engine.Device;
import org.clgrad.engine.TensorData;
import org.clgrad.engine.cache.ProgramCache;
import org.clgrad.engine.cl.ClDeviceProvider;
import org.clgrad.engine.cl.binding.Cl;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.cl.binding.CountingBinding;
import org.clgrad.engine.cl.binding.ForwardingBinding;
import org.clgrad.engine.routine.shape.Copy;
import org.clgrad.engine.routine.shape.Fill;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.IncludeResolver;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A device loads what another built before it, and builds whatever it cannot load, without a word. */
class KeptProgramsTest {
    @TempDir
    private Path folder;

    static List<ClBinding> bindings() {
        return ClBinding.installed();
    }

    /** Counts programs built and loaded. */
    private static class Watch extends ForwardingBinding {
        final AtomicInteger built = new AtomicInteger();
        final AtomicInteger loaded = new AtomicInteger();

        Watch(ClBinding next) {
            super(next);
        }

        @Override
        public ClHandle.Program buildProgram(
                ClHandle.Context context, ClHandle.Device device, String source, String options) {
            built.incrementAndGet();
            return super.buildProgram(context, device, source, options);
        }

        @Override
        public ClHandle.Program loadProgram(
                ClHandle.Context context, ClHandle.Device device, byte[] binary, String options) {
            ClHandle.Program program = super.loadProgram(context, device, binary, options);
            loaded.incrementAndGet();
            return program;
        }

        String counts() {
            return built + " built, " + loaded + " loaded";
        }
    }

    /** The same with a newer driver. */
    private static ClBinding updated(ClBinding binding) {
        return new ForwardingBinding(binding) {
            @Override
            public String deviceString(ClHandle.Device device, int param) {
                return super.deviceString(device, param) + (param == Cl.CL_DRIVER_VERSION ? ".1" : "");
            }
        };
    }

    private Device open(ClBinding binding, KernelCatalog kernels) {
        ClDeviceProvider provider =
                new ClDeviceProvider(List.of(binding), kernels, () -> ProgramCache.in(folder, 1 << 24));
        return provider.discover(binding.name()).devices().get(0).open();
    }

    /** Copies some numbers. */
    private static void copy(Device device) {
        ByteBuffer numbers = ByteBuffer.allocateDirect(3 * 4).order(ByteOrder.nativeOrder());
        numbers.putFloat(0, 1.5f).putFloat(4, -2).putFloat(8, 7);
        TensorData input = device.allocate(TensorSpec.of(DType.F32, 3));
        device.upload(numbers, input);
        TensorData output = device.run(new Copy(), List.of(input)).get(0);
        ByteBuffer result = ByteBuffer.allocateDirect(3 * 4).order(ByteOrder.nativeOrder());
        device.download(output, result);
        assertThat(result).isEqualTo(numbers);
        input.storage().release();
        output.storage().release();
    }

    /** Copies some numbers on the first device of a binding, from its opening to its closing. */
    private void run(ClBinding binding) {
        CountingBinding counting = new CountingBinding(binding);
        try (Device device = open(counting, KernelCatalog.builtin())) {
            copy(device);
        }
        assertThat(counting.live()).isEmpty();
    }

    /** The same as a work with a name. */
    private void work(ClBinding binding) {
        try (Device device = open(binding, KernelCatalog.builtin())) {
            device.expect("copying");
            copy(device);
        }
    }

    /** Waits for threads of a device; they are not waited for longer than a test that hangs. */
    private static void await(BooleanSupplier done) throws InterruptedException {
        for (long waits = 0; !done.getAsBoolean(); waits++) {
            assertThat(waits).as("waits of 10 ms").isLessThan(12_000);
            Thread.sleep(10);
        }
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> listing = Files.list(folder)) {
            List<Path> files = new ArrayList<>(listing.toList());
            assumeFalse(files.isEmpty(), "this driver gives no binaries");
            assertThat(files).hasSize(1);
            return files.get(0);
        }
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void theSecondDeviceLoadsWhatTheFirstBuilt(ClBinding binding) throws IOException {
        Watch first = new Watch(binding);
        run(first);
        assertThat(first.counts()).isEqualTo("1 built, 0 loaded");
        onlyFile();
        Watch second = new Watch(binding);
        run(second);
        assertThat(second.counts()).isEqualTo("0 built, 1 loaded");
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void aDamagedFileIsBuiltAnewAndReplaced(ClBinding binding) throws IOException {
        run(binding);
        Path file = onlyFile();
        byte[] whole = Files.readAllBytes(file);
        byte[] changed = whole.clone();
        changed[whole.length / 2] ^= 1;
        for (byte[] damaged : new byte[][] {changed, new byte[0], "not ours".getBytes(StandardCharsets.US_ASCII)}) {
            Files.write(file, damaged);
            Watch watch = new Watch(binding);
            run(watch);
            assertThat(watch.counts()).isEqualTo("1 built, 0 loaded");
            Watch next = new Watch(binding);
            run(next);
            assertThat(next.counts()).isEqualTo("0 built, 1 loaded");
        }
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void aBinaryThatTheDriverRefusesIsBuiltAnewAndReplaced(ClBinding binding) throws IOException {
        run(new ForwardingBinding(binding) {
            @Override
            public byte[] programBinary(ClHandle.Program program) {
                return "no program of any driver".getBytes(StandardCharsets.US_ASCII);
            }
        });
        onlyFile();
        Watch watch = new Watch(binding);
        run(watch);
        assertThat(watch.counts()).isEqualTo("1 built, 0 loaded");
        Watch next = new Watch(binding);
        run(next);
        assertThat(next.counts()).isEqualTo("0 built, 1 loaded");
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void anotherDriverBuildsItsOwn(ClBinding binding) throws IOException {
        run(binding);
        onlyFile();
        Watch updated = new Watch(updated(binding));
        run(updated);
        assertThat(updated.counts()).isEqualTo("1 built, 0 loaded");
        Watch before = new Watch(binding);
        run(before);
        assertThat(before.counts()).as("the driver of before").isEqualTo("0 built, 1 loaded");
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void aDriverThatGivesNoBinariesIsNoError(ClBinding binding) {
        run(new ForwardingBinding(binding) {
            @Override
            public byte[] programBinary(ClHandle.Program program) {
                return new byte[0];
            }
        });
        run(new ForwardingBinding(binding) {
            @Override
            public byte[] programBinary(ClHandle.Program program) {
                throw new ClException("clGetProgramInfo", Cl.CL_OUT_OF_HOST_MEMORY, null);
            }
        });
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void whatAWorkTookIsLoadedBeforeItIsAskedFor(ClBinding binding) throws Exception {
        work(binding);
        Watch watch = new Watch(binding);
        CountingBinding counting = new CountingBinding(watch);
        try (Device device = open(counting, KernelCatalog.builtin())) {
            device.expect("something else");
            device.expect("copying");
            await(() -> watch.loaded.get() == 1);
            copy(device);
            assertThat(watch.counts()).isEqualTo("0 built, 1 loaded");
        }
        assertThat(counting.live()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void whatAWorkTookIsBuiltAheadByANewDriver(ClBinding binding) throws Exception {
        work(binding);
        Watch watch = new Watch(updated(binding));
        try (Device device = open(watch, KernelCatalog.builtin())) {
            device.expect("copying");
            await(() -> watch.built.get() == 1);
            copy(device);
            assertThat(watch.counts()).isEqualTo("1 built, 0 loaded");
        }
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void aFailureAheadIsTriedAgainWhenAskedFor(ClBinding binding) throws Exception {
        work(binding);
        AtomicInteger failed = new AtomicInteger();
        try (Device device = open(
                new ForwardingBinding(updated(binding)) {
                    @Override
                    public ClHandle.Program buildProgram(
                            ClHandle.Context context, ClHandle.Device device, String source, String options) {
                        if (failed.getAndIncrement() == 0) {
                            throw new ClException("clBuildProgram", Cl.CL_OUT_OF_HOST_MEMORY, null);
                        }
                        return super.buildProgram(context, device, source, options);
                    }
                },
                KernelCatalog.builtin())) {
            device.expect("copying");
            await(() -> failed.get() == 1);
            copy(device);
            assertThat(failed).hasValue(2);
        }
    }

    @ParameterizedTest
    @MethodSource("bindings")
    void programsOfKernelsThatWereChangedAreNotPrepared(ClBinding binding) throws Exception {
        try (Device device = open(binding, KernelCatalog.builtin())) {
            device.expect("copying");
            copy(device);
            fill(device);
        }
        KernelCatalog builtin = KernelCatalog.builtin();
        String changed = builtin.source("copy_strided").original() + "\n// changed\n";
        KernelCatalog kernels = builtin.with(KernelSource.parse("copy_strided", changed, IncludeResolver.builtin()));
        Watch watch = new Watch(binding);
        try (Device device = open(watch, kernels)) {
            device.expect("copying");
            await(() -> watch.loaded.get() == 1); // filling, which comes after copying
        }
        assertThat(watch.counts()).isEqualTo("0 built, 1 loaded");
    }

    private static void fill(Device device) {
        device.run(new Fill(DType.F32, Shape.of(3), 1), List.of())
                .forEach(filled -> filled.storage().release());
    }
}
