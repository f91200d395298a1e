package org.clgrad.engine.cl.binding;

/**
 * An OpenCL object as a binding hands it out: opaque, equal to another handle exactly when both name the same object,
 * and of use only to the binding that made it (another one throws {@link ClassCastException}).
 */
public sealed interface ClHandle {

    /** A handle the caller must give back with {@link ClBinding#release}, once. */
    sealed interface Owned extends ClHandle {}

    /** A {@code cl_platform_id}; platforms live as long as the process. */
    non-sealed interface Platform extends ClHandle {}

    /** A {@code cl_device_id}. Only sub-devices need releasing; for a root device release does nothing. */
    non-sealed interface Device extends Owned {}

    /** A {@code cl_context}. */
    non-sealed interface Context extends Owned {}

    /** A {@code cl_command_queue}. */
    non-sealed interface Queue extends Owned {}

    /** A {@code cl_mem} that is a buffer. */
    non-sealed interface Mem extends Owned {}

    /** A {@code cl_program} that has been built. */
    non-sealed interface Program extends Owned {}

    /** A {@code cl_kernel}; not thread-safe, because its arguments are state. */
    non-sealed interface Kernel extends Owned {}

    /** A {@code cl_event} of one enqueued command. */
    non-sealed interface Event extends Owned {}
}
