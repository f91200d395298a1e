package org.clgrad.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.clgrad.engine.cl.binding.Cl.*;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.clgrad.engine.cl.binding.Cl;
import org.clgrad.engine.cl.binding.ClBuildException;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle.Kernel;
import org.clgrad.engine.cl.binding.ClHandle.Mem;
import org.clgrad.engine.cl.binding.ClHandle.Program;
import org.clgrad.engine.cl.binding.KernelLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("org.clgrad.tests.binding.BindingTarget#all")
class KernelContractTest extends BindingContract {
    private static final String ADD =
            """
            kernel void add(global const float *a, global const float *b, global float *c, int n) {
              int i = get_global_id(0);
              if (i < n) c[i] = a[i] + b[i];
            }
            """;

    KernelContractTest(BindingTarget target) {
        super(target);
    }

    @Test
    void addsVectors() {
        int n = 1000;
        ByteBuffer ramp = direct(4 * n);
        ByteBuffer half = direct(4 * n);
        for (int i = 0; i < n; i++) {
            ramp.putFloat(4 * i, i);
            half.putFloat(4 * i, 0.5f);
        }
        Mem a = buffer(4L * n);
        cl.enqueueWrite(queue, a, 0, ramp, true, false);
        Mem b = buffer(4L * n);
        cl.enqueueWrite(queue, b, 0, half, true, false);
        Mem c = buffer(4L * n);
        Kernel add = kernel(ADD, "add");
        cl.setArgMem(add, 0, a);
        cl.setArgMem(add, 1, b);
        cl.setArgMem(add, 2, c);
        cl.setArgInt(add, 3, n);
        assertThat(cl.enqueueKernel(queue, add, new long[] {1024}, new long[] {16}, false))
                .isNull();
        ByteBuffer sum = read(c, 4 * n);
        for (int i = 0; i < n; i++) {
            assertThat(sum.getFloat(4 * i)).isEqualTo(i + 0.5f);
        }
    }

    @Test
    void runsInThreeDimensionsWithAndWithoutAGivenWorkGroup() {
        Kernel index = kernel(
                """
                kernel void index(global int *out) {
                  int x = get_global_id(0), y = get_global_id(1), z = get_global_id(2);
                  out[(z * get_global_size(1) + y) * get_global_size(0) + x] = 100 * z + 10 * y + x;
                }
                """,
                "index");
        for (long[] local : new long[][] {null, {2, 1, 2}}) {
            Mem out = buffer(4 * 4 * 3 * 2);
            cl.setArgMem(index, 0, out);
            cl.enqueueKernel(queue, index, new long[] {4, 3, 2}, local, false);
            ByteBuffer result = read(out, 4 * 4 * 3 * 2);
            assertThat(result.getInt(0)).isEqualTo(0);
            assertThat(result.getInt(4 * (2 * 4 + 3))).isEqualTo(23);
            assertThat(result.getInt(4 * (1 * 12 + 1 * 4 + 2))).isEqualTo(112);
        }
    }

    @Test
    void beginsWhereItIsTold() {
        Kernel index = kernel(
                """
                kernel void index(global int *out) {
                  int y = get_global_id(1);
                  out[y] = 100 * get_global_offset(1) + 10 * get_group_id(1) + get_local_id(1);
                }
                """,
                "index");
        Mem out = buffer(4 * 6);
        cl.setArgMem(index, 0, out);
        cl.enqueueKernel(queue, index, null, new long[] {1, 2}, new long[] {1, 2}, false);
        cl.enqueueKernel(queue, index, new long[] {0, 2}, new long[] {1, 4}, new long[] {1, 2}, false);
        ByteBuffer result = read(out, 4 * 6);
        int[] values = IntStream.range(0, 6).map(i -> result.getInt(4 * i)).toArray();
        assertThat(values).containsExactly(0, 1, 200, 201, 210, 211);
    }

    @Test
    void setsArgumentsOfEveryType() {
        Kernel store = kernel(
                """
                kernel void store(global long *out, int i, long l, float f) {
                  out[0] = i; out[1] = l; out[2] = as_int(f);
                }
                """,
                "store");
        Mem out = buffer(24);
        cl.setArgMem(store, 0, out);
        cl.setArgInt(store, 1, -7);
        cl.setArgLong(store, 2, Long.MIN_VALUE + 3);
        cl.setArgFloat(store, 3, -0.0f);
        cl.enqueueKernel(queue, store, new long[] {1}, null, false);
        ByteBuffer result = read(out, 24);
        assertThat(result.getLong(0)).isEqualTo(-7);
        assertThat(result.getLong(8)).isEqualTo(Long.MIN_VALUE + 3);
        assertThat((int) result.getLong(16)).isEqualTo(Float.floatToRawIntBits(-0.0f));
    }

    @Test
    void setsDoubleArguments() {
        assumeTrue(cl.deviceLong(device, CL_DEVICE_DOUBLE_FP_CONFIG) != 0, "no double precision on this device");
        Kernel store = kernel("kernel void store(global double *out, double d) { *out = d; }", "store");
        Mem out = buffer(8);
        cl.setArgMem(store, 0, out);
        cl.setArgDouble(store, 1, Math.PI);
        cl.enqueueKernel(queue, store, new long[] {1}, null, false);
        assertThat(read(out, 8).getDouble(0)).isEqualTo(Math.PI);
    }

    @Test
    void givesAWorkGroupLocalMemory() {
        Kernel reverse = kernel(
                """
                kernel void reverse(global int *data, local int *tile) {
                  int i = get_local_id(0), n = get_local_size(0);
                  tile[i] = data[get_global_id(0)];
                  barrier(CLK_LOCAL_MEM_FENCE);
                  data[get_global_id(0)] = tile[n - 1 - i];
                }
                """,
                "reverse");
        Mem data = ints(0, 1, 2, 3, 4, 5, 6, 7);
        cl.setArgMem(reverse, 0, data);
        cl.setArgLocal(reverse, 1, 4 * 4);
        cl.enqueueKernel(queue, reverse, new long[] {8}, new long[] {4}, false);
        assertThat(readInts(data, 8)).containsExactly(3, 2, 1, 0, 7, 6, 5, 4);
    }

    @Test
    void knowsTheLimitsOfAKernel() {
        String source = "kernel void tile(global int *x) { local int t[256]; t[get_local_id(0)] = *x;"
                + " barrier(CLK_LOCAL_MEM_FENCE); *x = t[255]; }";
        KernelLimits limits = cl.kernelLimits(kernel(source, "tile"), device);
        assertThat(limits.workGroupSize()).isPositive();
        assertThat(limits.preferredMultiple()).isPositive();
        assertThat(limits.privateMemBytes()).isNotNegative();
        assertThat(limits.localMemBytes()).isBetween(0L, cl.deviceLong(device, CL_DEVICE_LOCAL_MEM_SIZE));
    }

    @Test
    void aRefusedProgramCarriesLogAndOptions() {
        String options = OPTIONS + " -DWIDTH=4";
        ClBuildException e = catchThrowableOfType(
                ClBuildException.class,
                () -> cl.buildProgram(context, device, "kernel void f(global int *x) { *x = nowhere; }", options));
        assertThat(e.call()).isEqualTo("clBuildProgram");
        assertThat(e.errorName()).isEqualTo("CL_BUILD_PROGRAM_FAILURE");
        assertThat(e.options()).isEqualTo(options);
        assertThat(e.log()).contains("nowhere");
        assertThat(e).hasMessageContaining(options).hasMessageContaining("nowhere");
    }

    @Test
    void aBinaryIsTheProgramAgain() {
        byte[] binary = cl.programBinary(own(cl.buildProgram(context, device, ADD, OPTIONS)));
        assumeTrue(binary.length > 0, "this driver gives no binaries");
        Kernel add = own(cl.createKernel(own(cl.loadProgram(context, device, binary, OPTIONS)), "add"));
        Mem sum = ints(0, 0);
        cl.setArgMem(add, 0, ints(Float.floatToIntBits(1.5f), Float.floatToIntBits(-2)));
        cl.setArgMem(add, 1, ints(Float.floatToIntBits(0.25f), Float.floatToIntBits(3)));
        cl.setArgMem(add, 2, sum);
        cl.setArgInt(add, 3, 2);
        cl.enqueueKernel(queue, add, new long[] {2}, null, false);
        assertThat(readInts(sum, 2)).containsExactly(Float.floatToIntBits(1.75f), Float.floatToIntBits(1));
    }

    @Test
    void whatIsNoBinaryIsRefused() {
        String name = cl.platformString(platform, Cl.CL_PLATFORM_NAME);
        assumeFalse(name.equals("rusticl"), "Rusticl 22.3 ends the process on a binary that is not its own");
        byte[] garbage = "this is no program".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> cl.loadProgram(context, device, garbage, OPTIONS))
                .isInstanceOf(ClException.class)
                .hasMessageMatching("(?s)cl(CreateProgramWithBinary|BuildProgram): CL_.*");
    }

    @Test
    void wrongArgumentsNameCallErrorAndKernel() {
        Kernel add = kernel(ADD, "add");
        assertFails("clSetKernelArg", "CL_INVALID_ARG_INDEX", () -> cl.setArgInt(add, 4, 0))
                .hasMessageContaining("argument 4 of kernel add");
        assertFails("clSetKernelArg", "CL_INVALID_ARG_SIZE", () -> cl.setArgLong(add, 3, 0));
        assertFails(
                        "clEnqueueNDRangeKernel",
                        "CL_INVALID_KERNEL_ARGS",
                        () -> cl.enqueueKernel(queue, add, new long[] {8}, null, true))
                .hasMessageContaining("kernel add, global [8], local null");
    }

    @Test
    void aWorkGroupThatIsTooLargeIsAnError() {
        Kernel nothing = kernel("kernel void nothing(int x) {}", "nothing");
        cl.setArgInt(nothing, 0, 0);
        long tooMany = 2 * cl.deviceSize(device, CL_DEVICE_MAX_WORK_GROUP_SIZE);
        ClException e = catchThrowableOfType(
                ClException.class,
                () -> cl.enqueueKernel(queue, nothing, new long[] {tooMany}, new long[] {tooMany}, false));
        assertThat(e.errorName()).isIn("CL_INVALID_WORK_GROUP_SIZE", "CL_INVALID_WORK_ITEM_SIZE");
    }

    @Test
    void anUnknownKernelNameIsAnError() {
        Program program = own(cl.buildProgram(context, device, ADD, OPTIONS));
        assertFails("clCreateKernel", "CL_INVALID_KERNEL_NAME", () -> cl.createKernel(program, "subtract"))
                .hasMessageContaining("subtract");
    }
}
