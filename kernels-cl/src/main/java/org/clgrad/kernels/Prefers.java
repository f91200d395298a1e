package org.clgrad.kernels;

/** The kind of machine a variant was written for; it must be right on every kind. */
public enum Prefers {
    /** Few, long work-items, explicit vectors, no local memory. */
    CPU,
    /** Many short work-items, coalesced loads, tiles in local memory. */
    GPU,
    /** Written for no kind in particular. */
    ANY
}
