package org.clgrad.engine.routine;

/** A plan needs a kernel file that the device's {@link Tuning} objects to. */
public final class ObjectionException extends UnfitException {
    ObjectionException(String kernel, String why) {
        super(kernel + ": " + why);
    }
}
