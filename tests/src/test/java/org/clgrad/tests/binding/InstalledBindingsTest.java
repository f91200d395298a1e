package org.clgrad.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.clgrad.engine.cl.binding.Cl.*;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClBuildException;
import org.clgrad.engine.cl.binding.ClException;
import org.clgrad.engine.cl.binding.ClHandle.Device;
import org.clgrad.engine.cl.binding.ClHandle.Kernel;
import org.clgrad.engine.cl.binding.ClHandle.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class InstalledBindingsTest {

    @Test
    void lwjglIsPreferredToJoclAndBothLoad() {
        assertThat(ClBinding.installed()).extracting(ClBinding::name).containsExactly("lwjgl", "jocl");
        assertThat(ClBinding.installed())
                .allMatch(binding -> binding.unavailableReason().isEmpty());
    }

    @Test
    void bothSeeTheSameDevices() {
        ClBinding lwjgl = ClBinding.installed().get(0);
        ClBinding jocl = ClBinding.installed().get(1);
        assertThat(describe(lwjgl)).isEqualTo(describe(jocl)).isNotEmpty();
    }

    private static List<List<Object>> describe(ClBinding cl) {
        return cl.platforms().stream()
                .flatMap(platform -> cl.devices(platform).stream())
                .map(device -> List.<Object>of(
                        cl.deviceString(device, CL_DEVICE_NAME),
                        cl.deviceString(device, CL_DRIVER_VERSION),
                        cl.deviceString(device, CL_DEVICE_EXTENSIONS),
                        cl.deviceInt(device, CL_DEVICE_VENDOR_ID),
                        cl.deviceInt(device, CL_DEVICE_MEM_BASE_ADDR_ALIGN),
                        cl.deviceLong(device, CL_DEVICE_TYPE),
                        cl.deviceLong(device, CL_DEVICE_GLOBAL_MEM_SIZE),
                        cl.deviceLong(device, CL_DEVICE_SINGLE_FP_CONFIG),
                        cl.deviceSize(device, CL_DEVICE_MAX_WORK_GROUP_SIZE),
                        cl.deviceSizes(device, CL_DEVICE_MAX_WORK_ITEM_SIZES)[0]))
                .toList();
    }

    @Test
    void aHandleOfAnotherBindingIsRefused() {
        ClBinding lwjgl = ClBinding.installed().get(0);
        ClBinding jocl = ClBinding.installed().get(1);
        assertThatExceptionOfType(ClassCastException.class)
                .isThrownBy(() -> jocl.devices(lwjgl.platforms().get(0)));
        assertThatExceptionOfType(ClassCastException.class)
                .isThrownBy(() -> lwjgl.devices(jocl.platforms().get(0)));
    }

    @Test
    void handlesAreEqualWhenTheyNameTheSameObject() {
        for (ClBinding binding : ClBinding.installed()) {
            assertThat(binding.platforms()).isEqualTo(binding.platforms());
        }
    }

    @Test
    @EnabledForJreRange(
            max = JRE.JAVA_24,
            disabledReason = "from JDK 25 on LWJGL calls through method handles, which allocate until compiled")
    void aLaunchThroughLwjglMakesNoGarbage() {
        ClBinding cl = ClBinding.installed().get(0);
        Device device = cl.devices(cl.platforms().get(0)).get(0);
        var context = cl.createContext(device);
        Queue queue = cl.createQueue(context, device, false);
        String source = "kernel void nothing(int i, long l, float f, global int *m) {}";
        var program = cl.buildProgram(context, device, source, "-cl-std=CL1.2");
        Kernel kernel = cl.createKernel(program, "nothing");
        var mem = cl.createBuffer(context, CL_MEM_READ_WRITE, 4);
        long[] sizes = {1};
        Runnable launch = () -> {
            cl.setArgInt(kernel, 0, 1);
            cl.setArgLong(kernel, 1, 1);
            cl.setArgFloat(kernel, 2, 1);
            cl.setArgMem(kernel, 3, mem);
            cl.enqueueKernel(queue, kernel, sizes, sizes, false);
            cl.finish(queue);
        };
        launch.run(); // what the first call loads and links is not garbage of a launch
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            launch.run();
        }
        long garbageBytes = threads.getCurrentThreadAllocatedBytes() - before;
        List.of(mem, kernel, program, queue, context).forEach(cl::release);
        // One object of the smallest size in each launch would be 1600 bytes; asking costs some itself.
        assertThat(garbageBytes).isLessThan(1600);
    }

    @Test
    void aFailureCanBeToldMoreAbout() {
        ClException e = new ClException("clFinish", CL_OUT_OF_RESOURCES, "3 commands")
                .in("matmul by matmul_cpu")
                .in("a training")
                .on("X")
                .on("a computer");
        assertThat(e).hasMessage("clFinish: CL_OUT_OF_RESOURCES (-5) in matmul by matmul_cpu on X: 3 commands");
        assertThat(new ClException("clFinish", -4711, null)).hasMessage("clFinish: unknown error (-4711)");
    }

    @Test
    void aBuildLogLeavesOutRemarks() {
        String log = "remark: <unknown>:0:0: loop not vectorized\na.cl:1:7: error: no\nremark: again\n  x = y\n";
        assertThat(new ClBuildException(CL_BUILD_PROGRAM_FAILURE, "-w", log).log())
                .isEqualTo("a.cl:1:7: error: no\n  x = y");
    }
}
