package org.clgrad.engine;

/**
 * What a device has done and holds.
 *
 * @param liveStorages storages not yet released
 * @param liveBytes bytes asked for by them
 * @param peakBytes the most bytes alive at one time
 * @param cachedBytes bytes held by the pool for later use
 * @param derivedBytes bytes of what is made of {@linkplain Storage#isLasting lasting} storages and kept for later use, such as
 *     packed weights; in none of the others
 * @param launches kernels launched
 * @param uploadedBytes bytes copied to the device
 * @param downloadedBytes bytes copied from the device
 * @param waits how often the host waited for the device
 */
public record DeviceStatistics(
        long liveStorages,
        long liveBytes,
        long peakBytes,
        long cachedBytes,
        long derivedBytes,
        long launches,
        long uploadedBytes,
        long downloadedBytes,
        long waits) {}
