package org.clgrad.engine.cache;

/**
 * All that decides what a compiler makes of a program.
 *
 * @param device the device, its driver and their versions, in words
 * @param name what the program is called in messages
 * @param options the compiler's options
 * @param text the source, with nothing left to include
 */
public record ProgramKey(String device, String name, String options, String text) {}
