package org.clgrad.engine.cl.lwjgl;

import org.clgrad.engine.cl.binding.ClHandle;

/** Every handle of this binding is the address of an OpenCL object, with what is worth knowing beside it. */
sealed interface LwjglHandle {

    long address();

    /** The address of any handle of this binding. */
    static long address(ClHandle handle) {
        return ((LwjglHandle) handle).address();
    }

    record Platform(long address) implements LwjglHandle, ClHandle.Platform {}

    record Device(long address, long platform) implements LwjglHandle, ClHandle.Device {}

    record Context(long address) implements LwjglHandle, ClHandle.Context {}

    record Queue(long address) implements LwjglHandle, ClHandle.Queue {}

    record Mem(long address) implements LwjglHandle, ClHandle.Mem {}

    record Program(long address) implements LwjglHandle, ClHandle.Program {}

    record Kernel(long address, String name) implements LwjglHandle, ClHandle.Kernel {}

    record Event(long address) implements LwjglHandle, ClHandle.Event {}
}
