package org.clgrad.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.clgrad.engine.cl.binding.Cl.CL_DEVICE_NOT_AVAILABLE;
import static org.clgrad.engine.cl.binding.Cl.CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST;
import static org.clgrad.engine.cl.binding.Cl.CL_ILLEGAL_READ_OR_WRITE_NV;
import static org.clgrad.engine.cl.binding.Cl.CL_INVALID_COMMAND_QUEUE;
import static org.clgrad.engine.cl.binding.Cl.CL_INVALID_CONTEXT;
import static org.clgrad.engine.cl.binding.Cl.CL_INVALID_DEVICE;
import static org.clgrad.engine.cl.binding.Cl.CL_MEM_OBJECT_ALLOCATION_FAILURE;
import static org.clgrad.engine.cl.binding.Cl.CL_OUT_OF_HOST_MEMORY;
import static org.clgrad.engine.cl.binding.Cl.CL_OUT_OF_RESOURCES;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.clgrad.engine.DeviceException;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.DeviceLostException;
import org.clgrad.engine.DeviceMemoryException;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.cl.ClDeviceProvider;
import org.clgrad.engine.cl.binding.Cl;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClBuildException;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.cl.binding.CountingBinding;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.tests.kit.TestDevice;
import org.clgrad.tests.kit.TestRun;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each OpenCL call of a short training is made to fail with each plausible error: one in the middle of the training, for
 * some errors the first and the last, and, where memory is short, all from the first on. Every time there is one clear exception or none,
 * nothing is left behind, and the device goes on to train to the same numbers or says that it is lost.
 */
final class DriverFaultTest {
    private static final int STEPS = 4;
    private static final long SEED = 7;
    private static final Set<Integer> MEMORY_SHORT =
            Set.of(CL_MEM_OBJECT_ALLOCATION_FAILURE, CL_OUT_OF_RESOURCES, CL_OUT_OF_HOST_MEMORY);
    private static final Set<Integer> FATAL = Set.of(
            CL_DEVICE_NOT_AVAILABLE,
            CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST,
            CL_INVALID_DEVICE,
            CL_INVALID_CONTEXT,
            CL_INVALID_COMMAND_QUEUE,
            CL_ILLEGAL_READ_OR_WRITE_NV);
    private static final Pattern WORK = Pattern.compile(" in ([a-z0-9_]+)( by ([a-z0-9_]+))? on ");

    /** What may come of a failure. */
    private enum Outcome {
        /** It was tried again, and nobody noticed. */
        RECOVERED,
        /** The exception of the call. */
        FAILED,
        OUT_OF_MEMORY,
        LOST
    }

    /** A driver that can be made to fail, and what a training on it does when it does not. */
    private static final class Subject {
        private final TestDevice tested;
        private final SharedPrograms programs;
        private final CountingBinding handles;
        private final FaultyBinding driver;
        private final Set<String> routines = new TreeSet<>();
        private final List<Double> losses = new ArrayList<>();
        private final Map<Call, Long> calls = new TreeMap<>();

        Subject(TestDevice tested) {
            this.tested = tested;
            ClBinding binding = ClBinding.installed().stream()
                    .filter(installed -> installed.name().equals(tested.info().binding()))
                    .findFirst()
                    .orElseThrow();
            programs = new SharedPrograms(binding);
            handles = new CountingBinding(programs);
            driver = new FaultyBinding(handles);
            driver.disarm();
            ClDevice device = open();
            losses.addAll(train(device));
            count(call -> call.part() != Call.Part.RELEASE);
            device.close();
            count(call -> call.part() == Call.Part.RELEASE);
            driver.disarm();
        }

        private void count(Predicate<Call> which) {
            Stream.of(Call.values()).filter(which).forEach(call -> calls.put(call, driver.count(call)));
        }

        ClDevice open() {
            DeviceInfo info = new ClDeviceProvider(List.of(driver), KernelCatalog.builtin())
                    .discover(driver.name()).devices().stream()
                            .filter(found -> found.name().equals(tested.info().name()))
                            .findFirst()
                            .orElseThrow();
            return (ClDevice) info.open();
        }

        List<Double> train(ClDevice device) {
            device.listen((routine, variant, launch, nanos) -> routines.add(routine));
            List<Double> trained = SmallTraining.losses(device, STEPS, SEED);
            device.finish();
            return trained;
        }

        void close() {
            assertThat(handles.live()).as("handles at the end").isEmpty();
            programs.close();
        }

        @Override
        public String toString() {
            return tested.info().binding();
        }
    }

    private static final List<Subject> SUBJECTS = new ArrayList<>();

    /** One device through each binding, the first of which is LWJGL where both are there. */
    static List<Subject> subjects() {
        if (SUBJECTS.isEmpty()) {
            Map<String, TestDevice> byBinding = new TreeMap<>(Comparator.reverseOrder());
            TestRun.current()
                    .devices()
                    .forEach(device -> byBinding.putIfAbsent(device.info().binding(), device));
            byBinding.values().forEach(device -> SUBJECTS.add(new Subject(device)));
        }
        return SUBJECTS;
    }

    /** Every call and error through the first binding; each call once, in the middle, through the others. */
    static Stream<Arguments> callsAndCodes() {
        return subjects().stream().flatMap(subject -> Stream.of(Call.values()).flatMap(call -> call.codes().stream()
                .filter(code ->
                        subject == SUBJECTS.get(0) || code.equals(call.codes().get(2)))
                .map(code -> Arguments.of(subject, call, Cl.errorName(code), code))));
    }

    @AfterAll
    static void closeAll() {
        SUBJECTS.forEach(Subject::close);
        SUBJECTS.clear();
    }

    @ParameterizedTest(name = "{0}: {1} fails with {2}")
    @MethodSource("callsAndCodes")
    void aCallThatFails(Subject subject, Call call, String name, int code) {
        long count = subject.calls.getOrDefault(call, 0L);
        assertThat(count).as("calls of %s in a training", call.function()).isPositive();
        LongStream numbers = subject == SUBJECTS.get(0) ? numbers(call, code, count) : LongStream.of(count / 2 + 1);
        numbers.forEach(number -> check(subject, new Fault(call, code, number, false)));
        if (MEMORY_SHORT.contains(code)) {
            check(subject, new Fault(call, code, 1, true));
        }
        TestRun.current().coverage().test("driver faults", subject.tested);
    }

    /** Which of the calls fail, one after the other. */
    private static LongStream numbers(Call call, int code, long count) {
        long middle = count / 2 + 1;
        if (code == call.codes().get(2)) {
            // A plan has several kernels, and the first ones must be released if a later one cannot be made.
            return call == Call.CREATE_KERNEL
                    ? LongStream.rangeClosed(1, count)
                    : LongStream.of(1, middle, count).distinct();
        }
        return code == call.codes().get(0) ? LongStream.of(1, middle, count).distinct() : LongStream.of(middle);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void closingReleasesAllThatItCan(Subject subject) {
        ClDevice device = subject.open();
        subject.train(device);
        subject.driver.arm(new Fault(Call.FINISH, CL_INVALID_COMMAND_QUEUE, 1, true));
        assertThatThrownBy(device::close).isInstanceOf(DeviceLostException.class);
        subject.driver.disarm();
        assertThat(subject.handles.live()).isEmpty();
        device.close();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void aLostDeviceIsClosedWithoutFurtherComplaint(Subject subject) {
        ClDevice device = subject.open();
        subject.train(device);
        subject.driver.arm(new Fault(Call.FINISH, CL_INVALID_COMMAND_QUEUE, 1, true));
        assertThatThrownBy(device::finish).isInstanceOf(DeviceLostException.class);
        device.close();
        subject.driver.disarm();
        assertThat(subject.handles.live()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void aListenerThatFailsLeavesNoEvents(Subject subject) {
        try (ClDevice device = subject.open()) {
            device.listen((routine, variant, launch, nanos) -> {
                throw new IllegalStateException("does not listen");
            });
            assertThatThrownBy(() -> {
                        SmallTraining.losses(device, 1, SEED);
                        device.finish();
                    })
                    .hasMessage("does not listen");
            assertThat(subject.handles.live(ClHandle.Event.class)).isZero();
            assertThat(subject.train(device)).isEqualTo(subject.losses);
        }
    }

    /** What the failure must come to; whether what cannot be released matters depends on who wanted to. */
    private static Set<Outcome> expected(Fault fault) {
        boolean memory = MEMORY_SHORT.contains(fault.code());
        return switch (fault.call().part()) {
            case OPENING, REPORT -> Set.of(Outcome.FAILED);
            case WAIT -> Set.of(memory && !fault.lasting() ? Outcome.RECOVERED : Outcome.LOST);
            case RELEASE -> Set.of(Outcome.FAILED, Outcome.RECOVERED);
            case LAUNCH, OTHER -> {
                if (memory) {
                    yield Set.of(fault.lasting() ? Outcome.OUT_OF_MEMORY : Outcome.RECOVERED);
                }
                yield Set.of(FATAL.contains(fault.code()) ? Outcome.LOST : Outcome.FAILED);
            }
        };
    }

    private static Outcome outcome(@Nullable DeviceException thrown) {
        if (thrown == null) {
            return Outcome.RECOVERED;
        } else if (thrown instanceof DeviceLostException) {
            return Outcome.LOST;
        }
        return thrown instanceof DeviceMemoryException ? Outcome.OUT_OF_MEMORY : Outcome.FAILED;
    }

    private static void check(Subject subject, Fault fault) {
        // Nothing as a rule; what one failure leaves is not held against the next.
        Map<String, Integer> before = subject.handles.live();
        ClDevice device = null;
        DeviceException thrown = null;
        subject.driver.arm(fault);
        try {
            device = subject.open();
            assertThat(subject.train(device)).as("%s", fault).isEqualTo(subject.losses);
            if (fault.call().part() == Call.Part.RELEASE) {
                device.close();
            }
        } catch (DeviceException e) {
            thrown = e;
        } finally {
            subject.driver.disarm();
        }
        try {
            assertThat(outcome(thrown)).as("%s: %s", fault, thrown).isIn(expected(fault));
            if (thrown != null) {
                checkMessage(subject, fault, thrown);
            }
            if (device != null) {
                checkDevice(subject, fault, device, outcome(thrown));
            }
        } finally {
            if (device != null) {
                device.close();
            }
        }
        assertThat(subject.handles.live()).as("%s: handles left", fault).isEqualTo(before);
    }

    private static void checkMessage(Subject subject, Fault fault, DeviceException thrown) {
        ClException failure =
                (ClException) Objects.requireNonNull(thrown instanceof ClException ? thrown : thrown.getCause());
        assertThat(failure.call())
                .as("%s: %s", fault, thrown)
                .isEqualTo(fault.call().function());
        assertThat(failure.code()).as("%s: %s", fault, thrown).isEqualTo(fault.code());
        assertThat(thrown)
                .as("%s", fault)
                .hasMessageContaining(fault.call().function() + ": " + Cl.errorName(fault.code()))
                .hasMessageContaining(subject.tested.info().name());
        if (!(fault.lasting() && fault.call().part() == Call.Part.RELEASE)) {
            assertThat(thrown).as("%s", fault).hasNoSuppressedExceptions();
        }
        if (fault.call().part() == Call.Part.LAUNCH) {
            Matcher work = WORK.matcher(thrown.getMessage());
            assertThat(work.find()).as("%s: a routine in %s", fault, thrown).isTrue();
            assertThat(subject.routines).contains(work.group(1));
        }
        if (fault.code() == Cl.CL_BUILD_PROGRAM_FAILURE) {
            assertThat(thrown).isInstanceOf(ClBuildException.class).hasMessageContaining("made to fail");
        }
    }

    private static void checkDevice(Subject subject, Fault fault, ClDevice device, Outcome outcome) {
        assertThat(storagesLeft(device)).as("%s: storages left", fault).isZero();
        if (outcome == Outcome.LOST) {
            assertThatThrownBy(() -> device.allocate(4)).isInstanceOf(DeviceLostException.class);
            assertThatThrownBy(device::finish).isInstanceOf(DeviceLostException.class);
            assertThat(subject.driver.count(Call.CREATE_BUFFER) + subject.driver.count(Call.FINISH))
                    .as("%s: calls on a lost device", fault)
                    .isZero();
        } else if (fault.call().part() != Call.Part.RELEASE) {
            assertThat(subject.train(device)).as("%s: training after it", fault).isEqualTo(subject.losses);
            assertThat(storagesLeft(device))
                    .as("%s: storages left by it", fault)
                    .isZero();
        }
    }

    /** What belongs to a module that could not be made whole is the garbage collector's; all else is back at once. */
    private static long storagesLeft(ClDevice device) {
        for (int i = 0; i < 100 && device.statistics().liveStorages() > 0; i++) {
            System.gc();
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for the garbage collector", e);
            }
        }
        return device.statistics().liveStorages();
    }
}
