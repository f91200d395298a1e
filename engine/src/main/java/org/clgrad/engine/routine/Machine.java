package org.clgrad.engine.routine;

/** The kind of machine a device is, as far as kernels care. */
public enum Machine {
    /** Few wide cores with caches: long work-items, packed panels, explicit vectors, no local memory. */
    CPU,
    /** Many narrow lanes: local-memory tiles, coalesced loads, occupancy. */
    GPU
}
