package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.clgrad.examples.bench.child.TimedCase;

/**
 * An operation that makes new arrays, which are dropped: libtorch's CPU operations are done when they return.
 *
 * @param arrays holds the inputs
 * @param operation makes the outputs
 * @param expectation looks at the outputs
 */
record OperationCase(NDManager arrays, Supplier<NDList> operation, Consumer<NDList> expectation) implements TimedCase {
    @Override
    public void call() {
        operation.get().close();
    }

    @Override
    public void check() {
        try (NDList outputs = operation.get()) {
            expectation.accept(outputs);
        }
    }

    @Override
    public void close() {
        arrays.close();
    }
}
