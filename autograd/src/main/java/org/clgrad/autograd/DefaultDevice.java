package org.clgrad.autograd;

import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;

/** The device on which tensors are made when none is named: the scope's, else the best there is. */
public final class DefaultDevice {
    private static final Scope.Key<Device> KEY = new Scope.Key<>("default device", Device.class);

    private DefaultDevice() {}

    public static Device get() {
        return Scope.setting(KEY).orElseGet(Devices::standard);
    }

    /** Sets it for a scope and those inside it. */
    public static Scope set(Scope scope, Device device) {
        return scope.with(KEY, device);
    }
}
