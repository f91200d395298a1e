package org.clgrad.nn;

/**
 * Someone who wants to know how a training goes. Called in the thread that trains, which waits meanwhile; so be quick.
 */
public interface TrainingListener {
    /** A step was handed to the device; it need not be done. */
    default void stepped(Progress progress) {}

    /** The accuracy is about to be measured, which may take a while. */
    default void testing(Progress progress) {}

    /**
     * An epoch has ended, the last of them perhaps early.
     *
     * @param testAccuracy 0 … 1; NaN where nothing to test on was given
     */
    default void epochEnded(Progress progress, double testAccuracy) {}
}
