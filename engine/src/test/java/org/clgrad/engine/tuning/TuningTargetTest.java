package org.clgrad.engine.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.DeviceProperties;
import org.clgrad.engine.DeviceType;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rows call a device. */
class TuningTargetTest {
    private static final Capabilities CAN =
            new Capabilities(Machine.GPU, 12, 256, 32 << 10, 1L << 30, 1L << 32, false, true, false, 8, 65535);

    private static TuningTarget target(
            String device, DeviceType type, String vendor, String architecture, String version, String limits) {
        DeviceProperties properties =
                new DeviceProperties(vendor, architecture, version, "", 0, 0, true, 0, false, false, false);
        CapabilityLimits within = limits.isEmpty() ? CapabilityLimits.NONE : CapabilityLimits.parse(limits);
        return TuningTarget.of(device, type, properties, CAN, within);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "NVIDIA H200               | NVIDIA Corporation           | sm_90 | OpenCL 3.0 CUDA            | sm_90     | nvidia gpu",
                "gfx90a:sramecc+:xnack-    | Advanced Micro Devices, Inc. | ''    | OpenCL 2.0                 | gfx90a    | amd gpu",
                "AMD Radeon RX 6800 (radeonsi, navi21, LLVM 15) | AMD     | ''    | OpenCL 3.0                 | navi21    | amd gpu",
                "Intel(R) UHD Graphics 630 | Intel(R) Corporation         | ''    | OpenCL 3.0 NEO             | -         | intel gpu",
                "Mali-G78 r0p1             | ARM                          | ''    | OpenCL 2.1                 | mali-g78  | arm gpu",
                "QUALCOMM Adreno(TM)       | QUALCOMM                     | ''    | OpenCL 2.0 Adreno(TM) 640  | adreno-640| qualcomm gpu",
                "Apple M1                  | Apple                        | ''    | OpenCL 1.2                 | -         | apple gpu",
                "llvmpipe (LLVM 15.0.6)    | Mesa                         | ''    | OpenCL 3.0                 | -         | -"
            })
    void gpusAreKnownByVendorAndArchitecture(
            String device, String vendor, String told, String version, String architecture, String of) {
        TuningTarget target = target(device, DeviceType.GPU, vendor, told, version, "");
        assertThat(target.name().get(Scope.ARCHITECTURE)).isEqualTo(architecture);
        assertThat(target.name().get(Scope.VENDOR)).isEqualTo(of);
        assertThat(target.name())
                .containsEntry(Scope.DEVICE, device + ", 12 units")
                .containsEntry(Scope.TYPE, "gpu");
    }

    @Test
    void cpusAreKnownByTheirVectors() {
        TuningTarget target = target("pthread-haswell", DeviceType.CPU, "GenuineIntel", "", "OpenCL 2.0 pocl", "");
        assertThat(target.name())
                .containsEntry(Scope.ARCHITECTURE, System.getProperty("os.arch") + ", vectors of 8")
                .containsEntry(Scope.VENDOR, "intel cpu");
    }

    @Test
    void aPartOfADeviceIsAnotherOne() {
        TuningTarget target = target("X", DeviceType.GPU, "ARM", "", "", "workGroup=64");
        assertThat(target.name()).containsEntry(Scope.DEVICE, "X, 12 units, limited to workGroup=64");
        assertThat(target.is(Scope.DEVICE, "X, 12 units")).isFalse();
        assertThat(target.is(Scope.DEFAULT, "")).isTrue();
    }
}
