package org.clgrad.examples.doctor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.engine.Devices;
import org.clgrad.engine.check.CheckResult;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.check.RoutineCheck;
import org.clgrad.engine.routine.Variant;
import org.jspecify.annotations.Nullable;

/**
 * The process in which checks run. It opens the device that the environment asks for and answers once; then answers each
 * line {@code CASE VARIANT} with an {@link Answer}, until there are no more.
 */
final class CheckChild {
    private final Device device;
    private @Nullable RoutineCheck current;

    private CheckChild(Device device) {
        this.device = device;
    }

    /** Answers until the input ends. */
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Device device = Devices.discover().open(DeviceRequest.environment())) {
            CheckChild child = new CheckChild(device);
            out.println(Answer.PASSED.toLine());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", 2);
                out.println(child.answer(RoutineCase.parse(words[0]), words[1]).toLine());
            }
        } catch (RuntimeException e) {
            out.println(failed(e).toLine());
        }
    }

    private static Answer failed(RuntimeException e) {
        String message = String.valueOf(e.getMessage()).strip();
        List<String> lines = message.lines().toList();
        return new Answer(Status.FAILED, lines.isEmpty() ? e.toString() : lines.get(0), lines, true);
    }

    private Answer answer(RoutineCase routineCase, String name) {
        if (current == null || !current.routineCase().equals(routineCase)) {
            current = RoutineCheck.of(device, routineCase);
        }
        RoutineCheck check = current;
        Optional<Variant> variant = check.variants().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst();
        return variant.map(found -> answer(check.check(found)))
                .orElseGet(() -> Answer.unsupported("there is no variant " + name));
    }

    private static Answer answer(CheckResult result) {
        if (result instanceof CheckResult.Failed failed) {
            List<String> lines = failed.wrong().lines().toList();
            List<String> circumstances = new ArrayList<>(failed.circumstances());
            circumstances.addAll(lines.subList(1, lines.size())); // a compiler's log, for one
            // After an error, the queue may be as broken as what was enqueued.
            return new Answer(
                    Status.FAILED, lines.get(0), circumstances, failed.cause().isPresent());
        }
        return result instanceof CheckResult.Unfit unfit ? Answer.unsupported(unfit.why()) : Answer.PASSED;
    }
}
