package org.clgrad.nn.data;

/**
 * Someone who wants to know how far work is that goes through many samples. May be called in any thread, though never in
 * two at once, and is waited for; so be quick.
 */
@FunctionalInterface
public interface SampleProgress {
    /** Tells nobody. */
    SampleProgress UNWATCHED = (done, total) -> {};

    /** So many samples of so many are done, or handed to a device that does them. */
    void done(long done, long total);
}
