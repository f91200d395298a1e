package org.clgrad.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Each test on a host device of its own, in a scope of its own, behind which nothing may stay. */
abstract class HostTest {
    final Device host = Devices.openHost();
    final Scope scope = Scope.open();

    @BeforeEach
    void onTheHost() {
        DefaultDevice.set(scope, host);
    }

    @AfterEach
    void nothingStays() {
        scope.close();
        assertThat(host.statistics().liveStorages()).isZero();
        host.close();
    }
}
