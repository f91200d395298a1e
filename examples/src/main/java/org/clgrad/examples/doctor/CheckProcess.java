package org.clgrad.examples.doctor;

import java.time.Duration;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.engine.check.RoutineCase;
import org.jspecify.annotations.Nullable;

/** Has checks done by a child process, and by a new one after each that ended or hung, or whose device may be spoilt. */
public final class CheckProcess implements AutoCloseable {
    private final DeviceRequest request;
    private final Duration limit;
    private @Nullable Child child;

    /**
     * @param request the device to check
     * @param limit how long a check may take
     */
    public CheckProcess(DeviceRequest request, Duration limit) {
        this.request = request;
        this.limit = limit;
    }

    /**
     * Checks a variant on a case.
     *
     * @throws CheckProcessException if no process can be started in which the device opens
     */
    Answer check(RoutineCase routineCase, String variant) {
        if (child == null) {
            child = Child.start(request, limit);
        }
        Answer answer = child.ask(routineCase + " " + variant);
        if (answer.spoilt()) {
            close();
        }
        return answer;
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
            child = null;
        }
    }
}
