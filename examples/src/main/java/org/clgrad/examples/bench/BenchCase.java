package org.clgrad.examples.bench;

import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.clgrad.engine.Device;
import org.clgrad.engine.bench.CostCount;
import org.clgrad.engine.routine.Cost;

/**
 * One thing to be measured.
 *
 * @param id what it is called, family first: {@code gemm/1024}
 * @param metric in what its speed is told
 * @param work of one call
 * @param leastCalls calls of a batch at least
 * @param operation what is timed
 * @param check the same at a small shape, for the comparison with the host; nothing where it is no matter of a device
 */
public record BenchCase(
        String id, Metric metric, Work work, int leastCalls, Operation operation, Optional<SmallCheck> check) {
    /**
     * The same operation at a small shape.
     *
     * @param operation it
     * @param tolerance how far a result of device and host may be apart, as a part of its largest element; elements that have
     *     a definition go by its bound instead
     */
    record SmallCheck(Operation operation, IntToDoubleFunction tolerance) {}

    /** A case whose results all have a definition. */
    static BenchCase defined(String id, Metric metric, Work work, Operation operation, Operation small) {
        return new BenchCase(id, metric, work, 1, operation, Optional.of(new SmallCheck(small, result -> 0)));
    }

    /** A case of which only whole results can be compared. */
    static BenchCase compared(
            String id, Metric metric, Work work, Operation operation, Operation small, IntToDoubleFunction tolerance) {
        return new BenchCase(id, metric, work, 1, operation, Optional.of(new SmallCheck(small, tolerance)));
    }

    /**
     * What one call comes to, also where nobody has said it: then all routines that it runs are added up, each with its operands
     * and results. Nothing for what is no matter of a device.
     *
     * @param device for which it is prepared
     */
    public Work countedWork(Device device) {
        if (work.isCounted() || check.isEmpty()) {
            return work;
        }
        CostCount count = new CostCount(device.capabilities());
        try (Workload workload = operation.on(count)) {
            Cost before = count.total();
            workload.batch(1);
            Cost after = count.total();
            return new Work(after.flops() - before.flops(), after.bytes() - before.bytes(), work.samples());
        }
    }

    /** Makes it ready on a device and calls it once, for whoever wants to know what is run there. */
    public void callOn(Device device) {
        try (Workload workload = operation.on(device)) {
            workload.batch(1);
        }
    }

    /** The figure of calls that take so long each. */
    public double figure(double nanos) {
        return metric.of(work, nanos);
    }
}
