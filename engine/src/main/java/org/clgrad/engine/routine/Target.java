package org.clgrad.engine.routine;

import org.clgrad.kernels.KernelCatalog;

/**
 * What a plan is made for.
 *
 * @param capabilities what the device can do
 * @param kernels where kernel sources are found
 * @param tuning what has been measured on it
 */
public record Target(Capabilities capabilities, KernelCatalog kernels, Tuning tuning) {}
