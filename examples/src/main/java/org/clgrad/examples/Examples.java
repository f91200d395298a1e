package org.clgrad.examples;

import java.util.List;
import java.util.Optional;

/** The models that the command line knows. */
final class Examples {
    /** All there are, in the order in which they are listed. */
    static final List<Example> ALL = List.of(new MnistCnn(), new Resnet20());

    private Examples() {}

    /** The one of that name. */
    static Optional<Example> named(String name) {
        return ALL.stream().filter(example -> example.name().equals(name)).findFirst();
    }
}
