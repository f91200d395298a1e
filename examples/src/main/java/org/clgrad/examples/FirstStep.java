package org.clgrad.examples;

import java.lang.management.ManagementFactory;
import org.clgrad.engine.Device;
import org.clgrad.nn.training.Progress;
import org.clgrad.nn.training.TrainingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes how long it took from the start of the Java VM until the device was done with the first step: libraries loaded,
 * data read, programs there. It waits for the device after that step, once.
 */
final class FirstStep implements TrainingListener {
    private static final Logger log = LoggerFactory.getLogger(FirstStep.class);

    private final Device device;
    private final Runnable then;
    private final TrainingListener next;
    private double seconds = Double.NaN;

    /**
     * @param device does the steps
     * @param then is done after the first step
     * @param next is told all that this is told
     */
    FirstStep(Device device, Runnable then, TrainingListener next) {
        this.device = device;
        this.then = then;
        this.next = next;
    }

    /** Seconds from the start of the VM to the end of the first step; NaN before that. */
    double seconds() {
        return seconds;
    }

    @Override
    public void stepped(Progress progress) {
        if (Double.isNaN(seconds)) {
            device.finish();
            long now = System.currentTimeMillis(); // before the beans are loaded
            seconds = (now - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
            log.debug("first step done {} s after the start of the VM", seconds);
            then.run();
        }
        next.stepped(progress);
    }

    @Override
    public void testing(Progress progress, long done, long total) {
        next.testing(progress, done, total);
    }

    @Override
    public void epochEnded(Progress progress, double testAccuracy) {
        next.epochEnded(progress, testAccuracy);
    }
}
