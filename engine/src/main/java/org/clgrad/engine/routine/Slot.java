package org.clgrad.engine.routine;

/** A buffer in a plan, before there is one: an input, an output, a derived operand, or a piece of workspace. */
public sealed interface Slot {
    /** The n-th input. */
    record In(int index) implements Slot {}

    /** The n-th output. */
    record Out(int index) implements Slot {}

    /** What the n-th {@link Derivation} makes. */
    record Derived(int index) implements Slot {}

    /** The n-th piece of workspace. */
    record Work(int index) implements Slot {}
}
