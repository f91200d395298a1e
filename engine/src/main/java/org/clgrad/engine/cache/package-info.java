/**
 * Built programs on disk, so that a process need not build what another built before it.
 *
 * <p>{@link org.clgrad.engine.cache.ProgramCache} keeps binaries as a driver gave them, each in a file of its own under
 * all that they were built from. It knows files only: what a device is, and when a program is built, is not its
 * concern. Whatever goes wrong with a file, a program is merely built again.
 */
@NullMarked
package org.clgrad.engine.cache;

import org.jspecify.annotations.NullMarked;
