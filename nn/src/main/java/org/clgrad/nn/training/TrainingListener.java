package org.clgrad.nn.training;

/**
 * Someone who wants to know how a training goes. Called in the thread that trains, which waits meanwhile; so be quick.
 */
public interface TrainingListener {
    /** A step was handed to the device; it need not be done. */
    default void stepped(Progress progress) {}

    /**
     * The accuracy is being measured, which may take a while: called before the first batch and after each.
     *
     * @param done how many samples were handed to the device
     * @param total of how many
     */
    default void testing(Progress progress, long done, long total) {}

    /**
     * An epoch has ended, the last of them perhaps early.
     *
     * @param testAccuracy 0 … 1; NaN where nothing to test on was given
     */
    default void epochEnded(Progress progress, double testAccuracy) {}
}
