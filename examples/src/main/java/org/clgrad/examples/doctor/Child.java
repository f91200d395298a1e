package org.clgrad.examples.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.clgrad.engine.DeviceRequest;
import org.clgrad.examples.child.ChildException;
import org.clgrad.examples.child.ChildProcess;
import org.clgrad.examples.child.Reply;

/** One run of {@link CheckChild}, from outside. */
final class Child implements AutoCloseable {
    /** For a VM to start and a driver to open its device, on a machine that does other things too. */
    private static final Duration LEAST_START = Duration.ofSeconds(60);

    private final ChildProcess process;
    private final Duration limit;

    private Child(ChildProcess process, Duration limit) {
        this.process = process;
        this.limit = limit;
    }

    /**
     * Starts a process and waits until its device is open.
     *
     * @throws CheckProcessException if it does not come so far
     */
    static Child start(DeviceRequest request, Duration limit) {
        Child child;
        try {
            Map<String, String> environment = request.toEnvironment();
            child = new Child(ChildProcess.start(CheckChild.class, List.of(), environment), limit);
        } catch (ChildException e) {
            throw new CheckProcessException("checks: " + e.getMessage(), e);
        }
        Duration start = limit.compareTo(LEAST_START) > 0 ? limit : LEAST_START;
        Answer opened = answer(child.process.await(start), start);
        if (opened.status() != Status.PASSED) {
            child.close();
            throw new CheckProcessException("the device cannot be opened for checks: " + opened.message());
        }
        return child;
    }

    /** The answer to a request; the child is to be closed if that is spoilt. */
    Answer ask(String request) {
        return answer(process.ask(request, limit), limit);
    }

    private static Answer answer(Reply reply, Duration limit) {
        if (reply instanceof Reply.TimedOut late) {
            return new Answer(Status.TIMED_OUT, "no result within " + limit.toSeconds() + " s", late.printed(), true);
        }
        if (reply instanceof Reply.Ended ended) {
            return new Answer(Status.CRASHED, ended.how(), ended.printed(), true);
        }
        return Answer.parse(((Reply.Line) reply).text());
    }

    @Override
    public void close() {
        process.close();
    }
}
