package org.clgrad.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clgrad.nn.Module;
import org.clgrad.nn.data.SampleProgress;
import org.clgrad.nn.data.TrainTest;
import org.clgrad.nn.download.PublishedDataset;

/** A model that the command line can train: which layers, on which data, and how long. */
interface Example {
    /** All there are, in the order in which they are listed. */
    List<Example> ALL = List.of(new MnistCnn());

    /** The one of that name. */
    static Optional<Example> named(String name) {
        return ALL.stream().filter(example -> example.name().equals(name)).findFirst();
    }

    /** What it is called on the command line. */
    String name();

    /** Its layers and its data, in a line. */
    String summary();

    /** How it is trained unless the command line says otherwise. */
    Schedule schedule();

    /** The published data sets that it can learn, all of one form; the first unless the user names another. */
    List<PublishedDataset> datasets();

    /**
     * The images to learn from and to test on, from the files of one of its data sets.
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

    /** The model with its first weights, on the default device and from its random numbers. */
    Module model();
}
