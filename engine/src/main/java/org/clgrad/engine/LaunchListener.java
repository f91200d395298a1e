package org.clgrad.engine;

import org.clgrad.engine.routine.Launch;

/** Hears of every kernel launch once its times are known; for profiles and traces. */
@FunctionalInterface
public interface LaunchListener {
    /**
     * @param routine the routine's name
     * @param variant the variant's name
     * @param launch the launch
     * @param elapsedNanos how long the device worked on it
     */
    void launched(String routine, String variant, Launch launch, long elapsedNanos);
}
