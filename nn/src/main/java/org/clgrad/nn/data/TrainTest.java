package org.clgrad.nn.data;

/**
 * Samples to learn from, and samples kept apart to see what was learnt.
 *
 * @param train the samples to train on
 * @param test the samples to measure on
 */
public record TrainTest(ImageDataset train, ImageDataset test) {}
