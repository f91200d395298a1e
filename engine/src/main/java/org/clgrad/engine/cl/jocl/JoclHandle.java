package org.clgrad.engine.cl.jocl;

import org.clgrad.engine.cl.binding.ClHandle;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;

/** Every handle of this binding wraps JOCL's own, with what is worth knowing beside it. */
final class JoclHandle {
    private JoclHandle() {}

    record Platform(cl_platform_id id) implements ClHandle.Platform {}

    record Device(cl_device_id id, cl_platform_id platform) implements ClHandle.Device {}

    record Context(cl_context id) implements ClHandle.Context {}

    record Queue(cl_command_queue id) implements ClHandle.Queue {}

    record Mem(cl_mem id) implements ClHandle.Mem {}

    record Program(cl_program id) implements ClHandle.Program {}

    record Kernel(cl_kernel id, String name) implements ClHandle.Kernel {}

    record Event(cl_event id) implements ClHandle.Event {}

    static cl_platform_id id(ClHandle.Platform platform) {
        return ((Platform) platform).id();
    }

    static cl_device_id id(ClHandle.Device device) {
        return ((Device) device).id();
    }

    static cl_context id(ClHandle.Context context) {
        return ((Context) context).id();
    }

    static cl_command_queue id(ClHandle.Queue queue) {
        return ((Queue) queue).id();
    }

    static cl_mem id(ClHandle.Mem mem) {
        return ((Mem) mem).id();
    }

    static cl_program id(ClHandle.Program program) {
        return ((Program) program).id();
    }

    static cl_kernel id(ClHandle.Kernel kernel) {
        return ((Kernel) kernel).id();
    }

    static cl_event id(ClHandle.Event event) {
        return ((Event) event).id();
    }
}
