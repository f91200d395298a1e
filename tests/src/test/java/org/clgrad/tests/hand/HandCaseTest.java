package org.clgrad.tests.hand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.stream.Collectors;
import org.clgrad.autograd.DefaultDevice;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The host makes what was worked out by hand. */
class HandCaseTest {
    /** A few roundings of numbers of about 1 in single precision. */
    private static final double ROUNDINGS = 2e-6;

    @ParameterizedTest
    @MethodSource("org.clgrad.tests.hand.HandCases#all")
    void isWhatWasWorkedOut(HandCase one) {
        try (Device host = Devices.openHost();
                Scope scope = DefaultDevice.set(Scope.open(), host)) {
            double[] expected =
                    one.expected().stream().mapToDouble(Double::doubleValue).toArray();
            assertThat(one.result().get().toDoubles()).containsExactly(expected, within(ROUNDINGS));
            assertThat(scope).isNotNull();
        }
    }

    /** A case is of the operation that it names. */
    @Test
    void casesCallWhatTheyName() {
        Set<String> called = new ClassFileImporter()
                .importPackages(HandCases.class.getPackageName()).stream()
                        .flatMap(type -> type.getAccessesFromSelf().stream())
                        .filter(access ->
                                access.getTargetOwner().getPackageName().equals("org.clgrad.autograd"))
                        .map(JavaAccess::getName)
                        .collect(Collectors.toSet());
        assertThat(called).containsAll(HandCases.operations()).containsAll(HandCases.gradients());
    }
}
