package org.clgrad.engine;

import java.util.Locale;

/** The types of devices, those that train fastest first. */
public enum DeviceType {
    /** An OpenCL device of type GPU. */
    GPU,
    /** An OpenCL device that is neither GPU nor CPU. */
    ACCELERATOR,
    /** An OpenCL device that runs kernels on the processor's cores. */
    CPU,
    /** The plain-Java device. */
    HOST;

    /** The type as users write it: {@code gpu}, {@code accelerator}, {@code cpu}, {@code host}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
