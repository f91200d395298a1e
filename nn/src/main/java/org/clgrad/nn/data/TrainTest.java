package org.clgrad.nn.data;

/**
 * Samples to learn from, and samples kept apart to see what was learnt.
 *
 * @param train the samples to train on
 * @param test the samples to measure on
 */
public record TrainTest(ImageDataset train, ImageDataset test) {

    /** The same images as numbers around 0; see {@link ImageDataset#normalised}. */
    public TrainTest normalised(Normalisation normalisation) {
        return new TrainTest(train.normalised(normalisation), test.normalised(normalisation));
    }
}
