package org.clgrad.engine.bench;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.clgrad.engine.Device;
import org.clgrad.engine.cl.ClDevice;

/** How long a device works, by its own clock. */
public final class DeviceTime {
    private DeviceTime() {}

    /**
     * Runs something and adds up the times of all kernels that it launches; copies do not count. Each launch then has an event, which
     * makes them slower on the host's clock.
     *
     * @return nanoseconds; nothing if it is the host, which launches nothing
     */
    public static OptionalLong nanos(Device device, Runnable work) {
        if (!(device instanceof ClDevice opencl)) {
            return OptionalLong.empty();
        }
        AtomicLong sum = new AtomicLong();
        opencl.listen((routine, variant, launch, nanos) -> sum.addAndGet(nanos));
        try {
            work.run();
            device.finish();
        } finally {
            opencl.listen(null);
        }
        return OptionalLong.of(sum.get());
    }
}
