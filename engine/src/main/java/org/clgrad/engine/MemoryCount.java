package org.clgrad.engine;

/** Counts a device's live storages and bytes. */
public final class MemoryCount {
    private long liveStorages;
    private long liveBytes;
    private long peakBytes;

    /** Notes a storage made. */
    public synchronized void allocated(long sizeBytes) {
        liveStorages++;
        liveBytes += sizeBytes;
        peakBytes = Math.max(peakBytes, liveBytes);
    }

    /** Notes a storage freed. */
    public synchronized void freed(long sizeBytes) {
        liveStorages--;
        liveBytes -= sizeBytes;
    }

    public synchronized long liveStorages() {
        return liveStorages;
    }

    public synchronized long liveBytes() {
        return liveBytes;
    }

    public synchronized long peakBytes() {
        return peakBytes;
    }
}
