package org.clgrad.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clgrad.nn.Module;
import org.clgrad.nn.data.TrainTest;

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

    /**
     * The images to learn from and to test on.
     *
     * @param folder where to read them from; if there is none, they are made
     * @param seed decides what is made, if it is
     * @throws org.clgrad.nn.data.DataException if the folder does not hold what is needed
     */
    TrainTest data(Optional<Path> folder, long seed);

    /** The model with its first weights, on the default device and from its random numbers. */
    Module model();
}
