package org.clgrad.examples.bench;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceException;
import org.clgrad.engine.DeviceLostException;
import org.clgrad.engine.DeviceMemoryException;
import org.clgrad.engine.bench.DeviceTime;

/** clgrad in this process. It verifies a case before it hands it out. */
public final class ClgradPeer implements Peer {
    /** What it is called. */
    public static final String NAME = "clgrad";

    private final Device device;
    private final List<BenchCase> cases;
    private final Verification verification;

    /**
     * clgrad on a device, which stays the caller's.
     *
     * @param cases those it can be asked for
     */
    public ClgradPeer(Device device, List<BenchCase> cases) {
        this.device = device;
        this.cases = List.copyOf(cases);
        this.verification = new Verification(device);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public PeerCase open(String caseId) {
        BenchCase wanted = cases.stream()
                .filter(known -> known.id().equals(caseId))
                .findFirst()
                .orElseThrow(() -> CaseNotRunException.unsupported("no case " + caseId));
        return attempt(() -> {
            verification.checkSmall(wanted);
            Workload workload = wanted.operation().on(device);
            try {
                verification.checkFull(wanted, workload);
                return new Open(workload);
            } catch (RuntimeException e) {
                workload.close();
                throw e;
            }
        });
    }

    private final class Open implements PeerCase {
        private final Workload workload;

        Open(Workload workload) {
            this.workload = workload;
        }

        @Override
        public long batch(int calls) {
            return attempt(() -> workload.batch(calls));
        }

        @Override
        public OptionalDouble deviceNanos() {
            OptionalLong nanos = attempt(() -> DeviceTime.nanos(device, () -> workload.batch(1)));
            return nanos.isPresent() && nanos.getAsLong() > 0
                    ? OptionalDouble.of((double) nanos.getAsLong())
                    : OptionalDouble.empty();
        }

        @Override
        public void close() {
            workload.close();
        }
    }

    private interface Attempt<T> {
        T run();
    }

    /** What goes wrong on the device ends the case and not the benchmark, unless the device is gone. */
    private static <T> T attempt(Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (DeviceMemoryException e) {
            throw CaseNotRunException.unsupported("does not fit: " + e.getMessage(), e);
        } catch (DeviceLostException e) {
            throw e;
        } catch (DeviceException e) {
            throw CaseNotRunException.failed(String.valueOf(e.getMessage()), e);
        }
    }

    /** Closes nothing: the device is the caller's. */
    @Override
    public void close() {}
}
