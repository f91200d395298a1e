package org.clgrad.engine.cl.lwjgl;

import static org.clgrad.engine.cl.binding.ClException.check;
import static org.clgrad.engine.cl.lwjgl.LwjglHandle.address;
import static org.lwjgl.opencl.CL12.*;
import static org.lwjgl.system.MemoryStack.stackPush;
import static org.lwjgl.system.MemoryUtil.NULL;
import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memAlloc;
import static org.lwjgl.system.MemoryUtil.memFree;
import static org.lwjgl.system.MemoryUtil.memGetInt;
import static org.lwjgl.system.MemoryUtil.memUTF8;
import static org.lwjgl.system.Pointer.POINTER_SIZE;

import java.nio.ByteBuffer;
import org.clgrad.engine.cl.binding.ClBuildException;
import org.clgrad.engine.cl.binding.ClHandle.Context;
import org.clgrad.engine.cl.binding.ClHandle.Device;
import org.clgrad.engine.cl.binding.ClHandle.Program;
import org.lwjgl.system.MemoryStack;

/** Programs: from their text, from a binary, and back to one. */
final class LwjglPrograms {
    private LwjglPrograms() {}

    static Program build(Context context, Device device, String source, String options) {
        return build(create(address(context), source), device, options);
    }

    /** Builds it, or releases it. */
    private static Program build(long program, Device device, String options) {
        int error = clBuildProgram(program, address(device), options, null, NULL);
        if (error == CL_SUCCESS) {
            return new LwjglHandle.Program(program);
        }
        try {
            throw new ClBuildException(error, options, buildLog(program, address(device)));
        } finally {
            clReleaseProgram(program);
        }
    }

    private static long create(long context, String source) {
        ByteBuffer text = memUTF8(source, false);
        try (MemoryStack stack = stackPush()) {
            long error = stack.nint(CL_SUCCESS);
            long pointer = stack.npointer(memAddress(text));
            long program =
                    nclCreateProgramWithSource(context, 1, pointer, stack.npointer((long) text.remaining()), error);
            check("clCreateProgramWithSource", memGetInt(error));
            return program;
        } finally {
            memFree(text);
        }
    }

    static byte[] binary(Program program) {
        InfoQuery sizes = (room, target, size) ->
                nclGetProgramInfo(address(program), CL_PROGRAM_BINARY_SIZES, room, target, size);
        int bytes = Math.toIntExact(sizes.sizes("clGetProgramInfo")[0]);
        if (bytes == 0) {
            return new byte[0];
        }
        ByteBuffer room = memAlloc(bytes);
        try (MemoryStack stack = stackPush()) {
            long pointer = stack.npointer(memAddress(room));
            check(
                    "clGetProgramInfo",
                    nclGetProgramInfo(address(program), CL_PROGRAM_BINARIES, POINTER_SIZE, pointer, NULL));
            byte[] binary = new byte[bytes];
            room.get(binary);
            return binary;
        } finally {
            memFree(room);
        }
    }

    static Program load(Context context, Device device, byte[] binary, String options) {
        ByteBuffer bytes = memAlloc(binary.length).put(binary).flip();
        try (MemoryStack stack = stackPush()) {
            long status = stack.nint(CL_SUCCESS);
            long error = stack.nint(CL_SUCCESS);
            long program = nclCreateProgramWithBinary(
                    address(context),
                    1,
                    stack.npointer(address(device)),
                    stack.npointer((long) binary.length),
                    stack.npointer(memAddress(bytes)),
                    status,
                    error);
            check("clCreateProgramWithBinary", memGetInt(error));
            return build(program, device, options);
        } finally {
            memFree(bytes);
        }
    }

    private static String buildLog(long program, long device) {
        InfoQuery log = (room, target, size) ->
                nclGetProgramBuildInfo(program, device, CL_PROGRAM_BUILD_LOG, room, target, size);
        return log.text("clGetProgramBuildInfo");
    }
}
