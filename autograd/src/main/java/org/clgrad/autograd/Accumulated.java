package org.clgrad.autograd;

import java.util.Arrays;
import java.util.function.Function;
import org.clgrad.engine.tensor.DType;

/**
 * What is made of several steps, computed in the type that kernels compute in. F16 and BF16 are for storage: between two steps
 * they would lose what a kernel keeps, and F16 ends at 65504, which a sum of squares soon passes.
 */
final class Accumulated {
    private Accumulated() {}

    /**
     * The steps on tensors of one narrow type, in the wider one, and their result in the narrow one again; on other tensors the
     * steps as they are. Truth values stay what they are beside others.
     */
    static Tensor of(Function<Tensor[], Tensor> steps, Tensor... in) {
        DType dtype = in[0].dtype();
        boolean isOneType = Arrays.stream(in).map(Tensor::dtype).allMatch(type -> type == dtype || type == DType.BOOL);
        if (!dtype.isNarrow() || !isOneType) {
            return steps.apply(in);
        }
        Tensor[] wide = Arrays.stream(in)
                .map(tensor -> tensor.dtype() == dtype ? tensor.to(dtype.accumulator()) : tensor)
                .toArray(Tensor[]::new);
        return steps.apply(wide).to(dtype);
    }
}
