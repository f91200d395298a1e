package org.clgrad.engine.cl.binding;

/**
 * When a command passed its four stations, on the device's own clock: only differences within one device mean
 * something.
 *
 * @param queuedNanos the host enqueued the command
 * @param submitNanos the host submitted it to the device
 * @param startNanos the device began it
 * @param endNanos the device finished it
 */
public record EventTimes(long queuedNanos, long submitNanos, long startNanos, long endNanos) {

    /** How long the device worked on the command. */
    public long elapsedNanos() {
        return endNanos - startNanos;
    }
}
