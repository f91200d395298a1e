package org.clgrad.nn;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test of a {@link DeviceTest} that takes a device and runs once on each; JUnit does not close what it hands over. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(autoCloseArguments = false)
@MethodSource("devices")
public @interface OnEachDevice {}
