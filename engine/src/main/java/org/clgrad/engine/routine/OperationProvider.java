package org.clgrad.engine.routine;

import java.util.List;

/**
 * Operations from outside: their sample spaces and their kernels. An implementation with a constructor without arguments,
 * named in a file {@code META-INF/services/org.clgrad.engine.routine.OperationProvider} of the class path, is found by every
 * process: its kernels can be planned with, {@code clgrad doctor} has a row for each operation, and the tests of routines run
 * them in every variant with sampled tunables.
 */
public interface OperationProvider {
    /** What each operation is tried on. */
    List<SampleSpace> samples();

    /**
     * The names of the kernel files, without {@code .cl}. They are resources in the package of the implementation, with
     * headers as those that ship have, and may include the headers that ship.
     */
    List<String> kernels();
}
