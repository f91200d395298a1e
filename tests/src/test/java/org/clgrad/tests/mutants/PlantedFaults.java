package org.clgrad.tests.mutants;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What {@link MutantTest} plants, for the page of operations. */
public final class PlantedFaults {
    private PlantedFaults() {}

    /** How many faults are planted in each kernel; in others none. */
    public static Map<String, Long> ofKernels() {
        return Mutants.ALL.stream().collect(Collectors.groupingBy(Mutant::kernel, TreeMap::new, Collectors.counting()));
    }
}
