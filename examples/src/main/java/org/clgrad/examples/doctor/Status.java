package org.clgrad.examples.doctor;

import com.google.gson.annotations.SerializedName;

/** How a check ended; the worst last. */
public enum Status {
    /** As the reference. */
    @SerializedName("passed")
    PASSED("passed"),
    /** No case of it can be done on this device. */
    @SerializedName("unsupported")
    UNSUPPORTED("unsupported"),
    /** Not tried, since the variant had brought down a process before, or no process could be started. */
    @SerializedName("skipped")
    SKIPPED("skipped"),
    /** Another result than the reference, or an error. */
    @SerializedName("failed")
    FAILED("failed"),
    /** Not done within the time limit. */
    @SerializedName("timed out")
    TIMED_OUT("timed out"),
    /** The process ended. */
    @SerializedName("crashed")
    CRASHED("crashed");

    private final String word;

    Status(String word) {
        this.word = word;
    }

    /** Whether a variant for which a check ended so is not to be used on the device. */
    public boolean isWrong() {
        return this == FAILED || this == TIMED_OUT || this == CRASHED;
    }

    /** What two variants make of their operation: that one is not supported matters only if no other one is. */
    public static Status together(Status one, Status other) {
        if (one == UNSUPPORTED || other == UNSUPPORTED) {
            return one == UNSUPPORTED ? other : one;
        }
        return one.compareTo(other) > 0 ? one : other;
    }

    @Override
    public String toString() {
        return word;
    }
}
