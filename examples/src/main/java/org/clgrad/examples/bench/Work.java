package org.clgrad.examples.bench;

import org.clgrad.engine.bench.Roofline;

/**
 * What one call comes to, at least.
 *
 * @param flops floating-point operations, an fma counted as two; 0 where nobody counts them
 * @param bytes read and written, each operand and result once; 0 where nobody counts them
 * @param samples learnt from
 */
public record Work(double flops, double bytes, double samples) {
    /** Of arithmetic and traffic. */
    static Work of(double flops, double bytes) {
        return new Work(flops, bytes, 0);
    }

    /** Of a training step or anything else whose parts nobody counts. */
    static Work ofSamples(double samples) {
        return new Work(0, 0, samples);
    }

    /** Whether flops and bytes are known, so that it has a place under a roofline. */
    public boolean isCounted() {
        return bytes > 0;
    }

    /** Seconds that a device takes at least that keeps both of its ceilings. */
    public double leastSeconds(Roofline ceilings) {
        return Math.max(flops / ceilings.fmaFlopsPerSecond(), bytes / ceilings.copyBytesPerSecond());
    }
}
