package org.clgrad.examples.customop;

import java.util.List;
import org.clgrad.engine.routine.OperationProvider;
import org.clgrad.engine.routine.SampleSpace;

/** Named in META-INF/services/org.clgrad.engine.routine.OperationProvider, so that checks and {@code doctor} find it. */
public final class Operations implements OperationProvider {
    @Override
    public List<SampleSpace> samples() {
        return List.of(SquaredDistance.samples());
    }

    @Override
    public List<String> kernels() {
        return List.of("squared_distance");
    }
}
