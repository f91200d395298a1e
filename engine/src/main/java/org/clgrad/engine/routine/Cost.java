package org.clgrad.engine.routine;

import java.util.List;
import org.clgrad.engine.tensor.TensorSpec;

/**
 * What an operation costs at least, for traces, benchmarks and the roofline.
 *
 * @param flops floating-point operations, an fma counted as two
 * @param bytes bytes read once and written once
 */
public record Cost(long flops, long bytes) {
    /** The cost of so many operations over these operands, each passed once. */
    public static Cost of(long flops, List<TensorSpec> in, List<TensorSpec> out) {
        long bytes = 0;
        for (TensorSpec spec : in) {
            bytes += spec.sizeBytes();
        }
        for (TensorSpec spec : out) {
            bytes += spec.sizeBytes();
        }
        return new Cost(flops, bytes);
    }
}
