package org.clgrad.engine.cl.jocl;

import static org.clgrad.engine.cl.binding.ClException.check;
import static org.clgrad.engine.cl.jocl.JoclHandle.id;
import static org.jocl.CL.*;

import org.clgrad.engine.cl.binding.ClBuildException;
import org.clgrad.engine.cl.binding.ClHandle.Context;
import org.clgrad.engine.cl.binding.ClHandle.Device;
import org.clgrad.engine.cl.binding.ClHandle.Program;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_device_id;
import org.jocl.cl_program;

/** Programs: from their text, from a binary, and back to one. */
final class JoclPrograms {
    private JoclPrograms() {}

    static Program build(Context context, Device device, String source, String options) {
        int[] created = new int[1];
        cl_program program = clCreateProgramWithSource(id(context), 1, new String[] {source}, null, created);
        check("clCreateProgramWithSource", created[0]);
        return build(program, device, options);
    }

    /** Builds it, or releases it. */
    private static Program build(cl_program program, Device device, String options) {
        int error = clBuildProgram(program, 1, new cl_device_id[] {id(device)}, options, null, null);
        if (error == CL_SUCCESS) {
            return new JoclHandle.Program(program);
        }
        try {
            throw new ClBuildException(error, options, buildLog(program, id(device)));
        } finally {
            clReleaseProgram(program);
        }
    }

    static byte[] binary(Program program) {
        InfoQuery sizes =
                (room, target, size) -> clGetProgramInfo(id(program), CL_PROGRAM_BINARY_SIZES, room, target, size);
        byte[] binary = new byte[Math.toIntExact(sizes.sizes("clGetProgramInfo")[0])];
        if (binary.length == 0) {
            return binary;
        }
        Pointer[] places = {Pointer.to(binary)};
        check(
                "clGetProgramInfo",
                clGetProgramInfo(id(program), CL_PROGRAM_BINARIES, Sizeof.POINTER, Pointer.to(places), null));
        return binary;
    }

    static Program load(Context context, Device device, byte[] binary, String options) {
        int[] status = new int[1];
        int[] error = new int[1];
        cl_program program = clCreateProgramWithBinary(
                id(context),
                1,
                new cl_device_id[] {id(device)},
                new long[] {binary.length},
                new byte[][] {binary},
                status,
                error);
        check("clCreateProgramWithBinary", error[0]);
        return build(program, device, options);
    }

    private static String buildLog(cl_program program, cl_device_id device) {
        InfoQuery log = (room, target, size) ->
                clGetProgramBuildInfo(program, device, CL_PROGRAM_BUILD_LOG, room, target, size);
        return log.text("clGetProgramBuildInfo");
    }
}
