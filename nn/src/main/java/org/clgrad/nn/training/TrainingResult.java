package org.clgrad.nn.training;

import java.util.List;

/**
 * What came of a training.
 *
 * @param losses the loss of each step, before its change of the parameters
 * @param accuracyPerEpoch the accuracy on the test data after each epoch, 0 … 1; empty if there were none
 * @param samplesPerSecond by wall clock, loading included, tests excluded, from the 50th step to when the device had
 *     finished the last; over all steps where there were no more than 50
 * @param seconds the whole training by wall clock, tests included; where it was taken up again, since then
 * @param stopped whether it ended before its time because it was asked to
 */
public record TrainingResult(
        List<Double> losses, List<Double> accuracyPerEpoch, double samplesPerSecond, double seconds, boolean stopped) {
    public TrainingResult {
        losses = List.copyOf(losses);
        accuracyPerEpoch = List.copyOf(accuracyPerEpoch);
    }
}
