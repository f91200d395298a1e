package org.clgrad.engine.cl;

/** A routine on given tensors, planned and built, to be run many times. */
public final class PreparedRun implements AutoCloseable {
    private final ClDevice device;
    private final BoundPlan plan;
    private final Runnable launches;

    PreparedRun(ClDevice device, BoundPlan plan, Runnable launches) {
        this.device = device;
        this.plan = plan;
        this.launches = launches;
    }

    /** Enqueues the launches once more. */
    public void run() {
        synchronized (device) {
            launches.run();
        }
    }

    @Override
    public void close() {
        synchronized (device) {
            plan.close();
        }
    }
}
