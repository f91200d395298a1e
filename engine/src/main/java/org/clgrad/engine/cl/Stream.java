package org.clgrad.engine.cl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.clgrad.engine.LaunchListener;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClHandle;
import org.clgrad.engine.routine.Launch;
import org.jspecify.annotations.Nullable;

/**
 * An in-order queue, the programs it runs, and who listens to it. One for each device; its device serialises the
 * calls, because kernel objects hold their arguments and are not thread-safe.
 */
final class Stream {
    /** Events kept for a listener before their times are asked for. */
    private static final int PENDING_EVENTS = 1024;

    /** A launch, with an event for each of its parts. */
    private record Timed(String routine, String variant, Launch launch, List<ClHandle.Event> parts) {}

    private final ClBinding cl;
    private final ClHandle.Device device;
    private final Programs programs;
    private final ClHandle.Queue queue;
    private final Deque<Timed> pending = new ArrayDeque<>();
    private @Nullable LaunchListener listener;
    private long launches;

    Stream(ClBinding cl, ClHandle.Context context, ClHandle.Device device, Programs programs) {
        this.cl = cl;
        this.device = device;
        this.programs = programs;
        this.queue = cl.createQueue(context, device, true);
    }

    ClHandle.Queue queue() {
        return queue;
    }

    long launches() {
        return launches;
    }

    /** Begins to prepare the programs of a work. */
    void expect(String work) {
        programs.expect(work);
    }

    /** A new kernel object, its program built if that was not done yet. */
    ClHandle.Kernel kernel(Launch launch) {
        return cl.createKernel(programs.get(launch.program()), launch.kernel());
    }

    long workGroupLimit(ClHandle.Kernel kernel) {
        return cl.kernelLimits(kernel, device).workGroupSize();
    }

    /** Enqueues a part of a launch, after those before it; together they count as one launch. */
    void enqueue(BoundPlan plan, BoundPlan.BoundLaunch launch, int part) {
        ClHandle.Event event = launch.enqueue(cl, queue, part, listener != null);
        if (part == 0) {
            launches++;
        }
        if (event != null) {
            if (part == 0 || pending.isEmpty()) {
                pending.add(new Timed(plan.routine(), plan.variant(), launch.launch(), new ArrayList<>()));
            }
            pending.getLast().parts().add(event);
        }
    }

    /** Whether so many launches wait to be told to the listener that it is time to {@link #finish} and {@link #report}. */
    boolean isFull() {
        return pending.size() >= PENDING_EVENTS;
    }

    /** From now on times go to the listener; null ends it. */
    void listen(@Nullable LaunchListener next) {
        listener = next;
    }

    /** Waits for all commands. */
    void finish() {
        cl.finish(queue);
    }

    /** Tells the listener of all launches, which are complete; after a failure the rest is forgotten. */
    void report() {
        Closer closer = new Closer();
        while (!pending.isEmpty()) {
            Timed timed = pending.remove();
            if (!closer.hasFailed()) {
                closer.run(() -> tell(timed));
            }
            timed.parts().forEach(event -> closer.run(() -> cl.release(event)));
        }
        closer.end();
    }

    private void tell(Timed timed) {
        if (listener != null) {
            long nanos = timed.parts().stream()
                    .mapToLong(event -> cl.eventTimes(event).elapsedNanos())
                    .sum();
            listener.launched(timed.routine(), timed.variant(), timed.launch(), nanos);
        }
    }

    /** Gives everything back; launches that were not reported are forgotten. */
    void close() {
        listener = null;
        new Closer()
                .run(this::report)
                .run(programs::close)
                .run(() -> cl.release(queue))
                .end();
    }
}
