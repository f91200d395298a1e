package org.clgrad.examples.doctor;

import java.util.List;

/**
 * How one variant did on one subject.
 *
 * @param operation the operation
 * @param dtype the element type, in lower case
 * @param variant the variant
 * @param status how it did
 * @param checks how many checks it passed
 * @param message why it did not pass, in one line; empty if it did
 * @param shapes operands of the smallest case that was found to go wrong; empty if none did
 * @param routineCase that case, as {@code RoutineCase} prints it; empty if none went wrong
 * @param circumstances more about what went wrong, a line each
 */
public record Finding(
        String operation,
        String dtype,
        String variant,
        Status status,
        int checks,
        String message,
        String shapes,
        String routineCase,
        List<String> circumstances) {
    /** The same, after so many checks that passed. */
    Finding after(int passed) {
        return new Finding(operation, dtype, variant, status, passed, message, shapes, routineCase, circumstances);
    }
}
