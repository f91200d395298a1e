package org.clgrad.nn.training;

/** How far a training is, as of now: to be asked while a listener is called. */
public interface Progress {
    /** The epoch, from 0. */
    int epoch();

    /** How many epochs there are to be. */
    int epochs();

    /** How many steps were handed to the device since the beginning. */
    long steps();

    /** How many steps there are to be in all. */
    long totalSteps();

    /** How many steps of this epoch were handed to the device. */
    long epochSteps();

    /** How many steps this epoch is to have. */
    long totalEpochSteps();

    /**
     * The mean loss of this epoch's steps, as it was when it was last read from the device: that waits for the device, so
     * it is done 50 steps after the last time at the earliest, and at the end of an epoch. NaN before the first time.
     */
    double loss();

    /**
     * The share of this epoch's samples that were given their class while learning, 0 … 1; read when {@link #loss} is. NaN
     * before the first time and where targets are not class numbers.
     */
    double accuracy();

    /** Samples handed to the device in a second, over the time since training began, evaluation excluded. */
    double samplesPerSecond();
}
