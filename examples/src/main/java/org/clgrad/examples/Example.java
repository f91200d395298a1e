package org.clgrad.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.Module;
import org.clgrad.nn.Parameter;
import org.clgrad.nn.data.Normalisation;
import org.clgrad.nn.data.SampleProgress;
import org.clgrad.nn.data.TrainTest;
import org.clgrad.nn.download.PublishedDataset;
import org.clgrad.nn.optim.Adam;
import org.clgrad.nn.optim.Optimizer;

/** A model that the command line can train: which layers, on which data, and how long. */
interface Example {
    /** What it is called on the command line. */
    String name();

    /** Its layers and its data, in a line. */
    String summary();

    /** How it is trained unless the command line says otherwise. */
    Schedule schedule();

    /** The shape [C,H,W] of one image. */
    Shape image();

    /** What an image's bytes become; nothing where they become 0 … 1. */
    default Optional<Normalisation> normalisation() {
        return Optional.empty();
    }

    /** What the classes are called. */
    List<String> classes();

    /** The published data sets that it can learn, all of one form; the first unless the user names another. */
    List<PublishedDataset> datasets();

    /**
     * The images to learn from and to test on, as bytes, from the files of one of its data sets.
     *
     * @throws org.clgrad.nn.data.DataException if the folder does not hold what is needed
     */
    TrainTest read(Path folder);

    /** Data that the program can make where there is none, if it can. */
    Optional<Drawing> drawn();

    /** Makes data that depends on a seed and on nothing else. */
    interface Drawing {
        TrainTest draw(long seed, SampleProgress progress);
    }

    /** Images as the model wants them. */
    default TrainTest prepared(TrainTest images) {
        return normalisation().map(images::normalised).orElse(images);
    }

    /** The model with its first weights, on the default device and from its random numbers. */
    Module model();

    /** What changes the weights. */
    default Optimizer optimizer(List<Parameter> parameters, double learningRate) {
        return new Adam(parameters, learningRate);
    }
}
