package org.clgrad.kernels;

import java.util.List;
import java.util.Optional;

/** The rows of tuning that ship with the kernels: {@code cl/tuning/TYPE.jsonl}, a line of JSON each. */
public final class ShippedTuning {
    private ShippedTuning() {}

    /** The lines for a type of device, such as {@code gpu}, if there are any. */
    public static Optional<List<String>> lines(String type) {
        return Resources.read("tuning/" + type + ".jsonl")
                .map(text -> text.lines().toList());
    }
}
