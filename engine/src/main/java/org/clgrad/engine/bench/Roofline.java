package org.clgrad.engine.bench;

import java.util.List;
import java.util.Map;
import org.clgrad.engine.Device;
import org.clgrad.engine.cl.ClDevice;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Machine;
import org.clgrad.engine.routine.bench.FmaChain;
import org.clgrad.engine.routine.bench.StreamCopy;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * The two ceilings of a device, in single precision.
 *
 * @param copyBytesPerSecond bytes read plus bytes written while a tensor larger than most caches is copied on the device, with
 *     streaming stores where its compiler has them
 * @param fmaFlopsPerSecond floating-point operations, an fma counted as two, in chains that touch memory at their ends
 *     only
 */
public record Roofline(double copyBytesPerSecond, double fmaFlopsPerSecond) {
    /** Memory of GPUs is fast; that of CPUs takes long to be had, and some of their caches hold half a gigabyte. */
    private static final long GPU_COPY_BYTES = 1L << 30;

    private static final long CPU_COPY_BYTES = 1L << 29;
    /** A tensor takes no more than this part of the device's memory. */
    private static final long SHARE_OF_MEMORY = 8;
    /** Enough for every lane of the largest GPU to have some chains. */
    private static final long CHAIN_BYTES = 1L << 24;
    /** Long enough for the memory at both ends not to count: 128 flops a byte. */
    private static final int CHAIN_STEPS = 512;
    /** So small that a chain of steps of 1 stays exact. */
    private static final float VALUE = 3;

    /** The likely ones for GPUs first, then those for CPUs. */
    private static final List<Map<String, Long>> FMA_TUNINGS = List.of(
            Map.of("WIDTH", 2L, "CHAINS", 8L),
            Map.of("WIDTH", 8L, "CHAINS", 8L),
            Map.of("WIDTH", 8L, "CHAINS", 12L),
            Map.of("WIDTH", 16L, "CHAINS", 8L),
            Map.of("WIDTH", 16L, "CHAINS", 12L));

    private static final List<Map<String, Long>> COPY_TUNINGS = List.of(
            Map.of("WIDTH", 4L, "ROWS", 1L),
            Map.of("WIDTH", 16L, "ROWS", 64L),
            Map.of("WIDTH", 16L, "ROWS", 64L, "STREAMING", 1L),
            Map.of("WIDTH", 16L, "ROWS", 1024L, "STREAMING", 1L));

    /**
     * Measures a device: wall clock over batches of launches, the best of several batches and of several tunings of the
     * kernel. Takes some seconds, many of them for compiling, and a quarter of the device's memory or less.
     *
     * @throws IllegalArgumentException if it is the host, which has no kernels
     * @throws IllegalStateException if a kernel's result is wrong, so that its speed would mean nothing
     */
    public static Roofline measure(Device device) {
        if (device instanceof ClDevice opencl) {
            boolean gpu = device.capabilities().machine() == Machine.GPU;
            Measurement copy = new Measurement(
                    opencl, new StreamCopy(), tensor(opencl, gpu ? GPU_COPY_BYTES : CPU_COPY_BYTES), VALUE, VALUE);
            Measurement fma = new Measurement(
                    opencl, new FmaChain(CHAIN_STEPS), tensor(opencl, CHAIN_BYTES), VALUE, VALUE + CHAIN_STEPS);
            return new Roofline(
                    copy.cost().bytes() / copy.leastSeconds(COPY_TUNINGS),
                    fma.cost().flops() / fma.leastSeconds(FMA_TUNINGS));
        }
        throw new IllegalArgumentException(device.name() + ": only OpenCL devices can be measured");
    }

    private static TensorSpec tensor(Device device, long wantedBytes) {
        Capabilities capabilities = device.capabilities();
        long most = Math.min(capabilities.maxAllocationBytes(), capabilities.globalMemoryBytes() / SHARE_OF_MEMORY);
        return TensorSpec.of(DType.F32, Math.min(wantedBytes, most) / DType.F32.sizeBytes());
    }
}
