package org.clgrad.tests.platforms;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.engine.Devices;
import org.clgrad.engine.check.CheckResult;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.check.RoutineCatalog;
import org.clgrad.engine.check.RoutineCheck;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.routine.Variant;

/**
 * A program that runs every variant of every operation a few times, at the smallest sizes for which it is meant, and
 * prints how often each ran; ends with 1 if a result was wrong.
 *
 * <p>Arguments: the device; how often; after how many seconds a variant that has run once runs no more, since some compilers
 * take half a minute for some kernels; operations, or {@code all}; element types, of which one must be among those of a case, or
 * nothing for any.
 */
public final class KernelSweep {
    /** Elements of all inputs together, at first and at most: a simulator runs some thousand work-items a second. */
    private static final long SMALL = 128;

    private static final long LARGE = 1 << 16;
    private static final int DRAWS_OF_A_SIZE = 200;

    private final Device device;
    private final int runs;
    private final long limitNanos;
    private final Set<String> types;
    private int wrong;

    private KernelSweep(Device device, int runs, long limitNanos, Set<String> types) {
        this.device = device;
        this.runs = runs;
        this.limitNanos = limitNanos;
        this.types = types;
    }

    /** Runs it. */
    public static void main(String[] args) {
        List<SampleSpace> spaces = args[3].equals("all")
                ? RoutineCatalog.spaces()
                : words(args[3]).stream().map(RoutineCatalog::space).toList();
        try (Device device = Devices.discover().open(DeviceRequest.of(args[0]).through("lwjgl"))) {
            KernelSweep sweep = new KernelSweep(
                    device,
                    Integer.parseInt(args[1]),
                    TimeUnit.SECONDS.toNanos(Long.parseLong(args[2])),
                    args.length > 4 ? words(args[4]) : Set.of());
            spaces.forEach(sweep::run);
            if (sweep.wrong > 0) {
                throw new AssertionError(sweep.wrong + " wrong");
            }
        }
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.split(",", -1)).collect(Collectors.toSet());
    }

    private void run(SampleSpace space) {
        Map<String, Runs> ran = new TreeMap<>();
        Random random = new Random(1);
        boolean done = false;
        for (long most = SMALL; most <= LARGE && !done; most *= 8) {
            for (int draw = 0; draw < DRAWS_OF_A_SIZE && !done; draw++) {
                RoutineCase drawn = RoutineCase.draw(space, random);
                if (isSmaller(space, drawn, most) && isOfType(drawn)) {
                    RoutineCheck check = RoutineCheck.of(device, drawn);
                    if (device.capabilities().fp64() || !check.needsDouble()) {
                        check.variants().forEach(variant -> run(check, variant, ran));
                    }
                    done = !ran.isEmpty() && ran.values().stream().allMatch(this::enough);
                }
            }
        }
        System.out.println(space.operation() + " " + ran);
    }

    private boolean isOfType(RoutineCase drawn) {
        return types.isEmpty()
                || drawn.choice().values().values().stream().anyMatch(value -> types.contains(String.valueOf(value)));
    }

    private static boolean isSmaller(SampleSpace space, RoutineCase drawn, long most) {
        long elements = space.sample(drawn.choice()).inputs().stream()
                .mapToLong(input -> input.shape().elements())
                .sum();
        return elements <= most;
    }

    private boolean enough(Runs of) {
        return of.count >= runs || (of.count > 0 && of.nanos > limitNanos);
    }

    private void run(RoutineCheck check, Variant variant, Map<String, Runs> ran) {
        Runs before = ran.computeIfAbsent(variant.name(), name -> new Runs(0, 0));
        if (enough(before)) {
            return;
        }
        long start = System.nanoTime();
        CheckResult result = check.check(variant);
        if (result instanceof CheckResult.Failed failed) {
            wrong++;
            System.out.println(failed.wrong() + "\n  " + String.join("\n  ", failed.circumstances()));
        }
        if (!(result instanceof CheckResult.Unfit)) {
            ran.put(variant.name(), new Runs(before.count + 1, before.nanos + System.nanoTime() - start));
        }
    }

    /** How often a variant ran, and how long that took with its compilation. */
    private record Runs(int count, long nanos) {
        @Override
        public String toString() {
            return Integer.toString(count);
        }
    }
}
