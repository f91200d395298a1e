package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.clgrad.examples.bench.child.Expect;
import org.clgrad.examples.bench.child.TimedCase;
import org.clgrad.examples.bench.child.UnsupportedCaseException;

/** A sum of four numbers: what it costs to call anything. */
final class Dispatch {
    private Dispatch() {}

    static TimedCase open(NDManager arrays, String name) {
        if (!name.equals("add4")) {
            throw new UnsupportedCaseException("libtorch has no case dispatch/" + name);
        }
        NDArray x = arrays.create(new float[] {1, 2, 3, 4});
        NDArray y = arrays.create(new float[] {10, 20, 30, 40});
        return new Add(arrays, x, y);
    }

    /** As {@link OperationCase}, without a list around the one output. */
    private record Add(NDManager arrays, NDArray x, NDArray y) implements TimedCase {
        @Override
        public void call() {
            x.add(y).close();
        }

        @Override
        public void check() {
            try (NDList z = new NDList(x.add(y))) {
                Expect.that(
                        Arrays.equals(z.singletonOrThrow().toFloatArray(), new float[] {11, 22, 33, 44}),
                        "x + y is " + z.singletonOrThrow());
            }
        }

        @Override
        public void close() {
            arrays.close();
        }
    }
}
