package org.clgrad.tests.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.clgrad.engine.cl.binding.Cl;
import org.clgrad.engine.cl.binding.ClBinding;
import org.clgrad.engine.cl.binding.ClHandle;

/** A device as one of the bindings sees it; prints as {@code lwjgl on <device>}. */
record BindingTarget(ClBinding binding, ClHandle.Platform platform, ClHandle.Device device) {

    /** Every device through every binding. A binding without a device is a failure: nothing would be tested. */
    static List<BindingTarget> all() {
        List<BindingTarget> all = new ArrayList<>();
        for (ClBinding binding : ClBinding.installed()) {
            List<BindingTarget> seen = binding.platforms().stream()
                    .flatMap(p -> binding.devices(p).stream().map(d -> new BindingTarget(binding, p, d)))
                    .toList();
            assertThat(seen).as("OpenCL devices seen by %s", binding.name()).isNotEmpty();
            all.addAll(seen);
        }
        return all;
    }

    @Override
    public String toString() {
        return binding.name() + " on " + binding.deviceString(device, Cl.CL_DEVICE_NAME);
    }
}
