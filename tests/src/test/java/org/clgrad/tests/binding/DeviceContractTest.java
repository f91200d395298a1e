package org.clgrad.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.clgrad.engine.cl.binding.Cl.*;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.clgrad.engine.cl.binding.ClHandle.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}")
@MethodSource("org.clgrad.tests.binding.BindingTarget#all")
class DeviceContractTest extends BindingContract {
    DeviceContractTest(BindingTarget target) {
        super(target);
    }

    @Test
    void describesPlatformAndDevice() {
        assertThat(cl.platformString(platform, CL_PLATFORM_NAME)).isNotBlank();
        assertThat(cl.platformString(platform, CL_PLATFORM_VERSION)).startsWith("OpenCL ");
        assertThat(cl.deviceString(device, CL_DEVICE_NAME)).isNotBlank().doesNotContain("\0");
        assertThat(cl.deviceString(device, CL_DEVICE_VERSION)).startsWith("OpenCL ");
        assertThat(cl.deviceInt(device, CL_DEVICE_MAX_COMPUTE_UNITS)).isPositive();
        assertThat(cl.deviceInt(device, CL_DEVICE_AVAILABLE)).isEqualTo(1);
        assertThat(cl.deviceLong(device, CL_DEVICE_TYPE)).isPositive();
        assertThat(cl.deviceLong(device, CL_DEVICE_MAX_MEM_ALLOC_SIZE)).isGreaterThan(1 << 20);
        assertThat(cl.deviceSize(device, CL_DEVICE_MAX_WORK_GROUP_SIZE)).isPositive();
        assertThat(cl.deviceSizes(device, CL_DEVICE_MAX_WORK_ITEM_SIZES))
                .hasSize(cl.deviceInt(device, CL_DEVICE_MAX_WORK_ITEM_DIMENSIONS))
                .doesNotContain(0);
    }

    @Test
    void aParameterAskedForInTheWrongWidthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cl.deviceInt(device, CL_DEVICE_GLOBAL_MEM_SIZE))
                .withMessageContaining("8 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cl.deviceLong(device, CL_DEVICE_MAX_COMPUTE_UNITS))
                .withMessageContaining("4 bytes");
    }

    @Test
    void anUnknownParameterIsAnOpenClError() {
        assertFails("clGetDeviceInfo", "CL_INVALID_VALUE", () -> cl.deviceString(device, 0x7FFF_FFF0));
    }

    @Test
    void splitsADeviceEqually() {
        int units = cl.deviceInt(device, CL_DEVICE_MAX_COMPUTE_UNITS);
        assumeTrue(cl.deviceInt(device, CL_DEVICE_PARTITION_MAX_SUB_DEVICES) >= units && units > 1, "cannot be split");
        List<Device> parts = cl.createSubDevices(device, 1);
        parts.forEach(this::own);
        assertThat(parts).hasSize(units);
        assertThat(parts).allMatch(part -> cl.deviceInt(part, CL_DEVICE_MAX_COMPUTE_UNITS) == 1);
    }
}
