package org.clgrad.engine.tuning;

import java.util.Locale;

/** For whom a row was made, from narrow to wide: the narrowest one that there is for a device is taken. */
public enum Scope {
    /** A device, by its name and its number of compute units. */
    DEVICE,
    /** All devices of an architecture, such as {@code sm_90}, {@code gfx90a}, {@code amd64, vectors of 8}. */
    ARCHITECTURE,
    /** All devices of a type from one vendor, such as {@code nvidia gpu}. */
    VENDOR,
    /** All devices of a type: {@code gpu}, {@code cpu}, {@code accelerator}. */
    TYPE,
    /** All devices. */
    DEFAULT;

    /** The scope as it stands in a file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
