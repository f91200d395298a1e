package org.clgrad.engine.routine;

import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * What is handed to the OpenCL compiler: expanded source and macro definitions. Two equal ones are the same program.
 *
 * @param name the kernel file's name, for messages
 * @param text the source with includes expanded
 * @param defines macro definitions, {@code -D name=value}
 */
public record ProgramSource(String name, String text, SortedMap<String, String> defines) {
    /** The compiler options. */
    public String options() {
        return "-cl-std=CL1.2"
                + defines.entrySet().stream()
                        .map(e -> " -D " + e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining());
    }
}
