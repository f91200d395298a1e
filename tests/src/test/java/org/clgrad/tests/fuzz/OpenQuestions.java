package org.clgrad.tests.fuzz;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.TensorConvolutions;

/** Calls whose results the contract of an operation leaves open, so that two devices may answer differently. */
final class OpenQuestions {
    /** What takes the truth of a tensor, and of which: the first is the one that it is called on. */
    private static final Map<String, Integer> CONDITIONS =
            Map.of("where", 0, "maskedFill", 1, "maskedFillInPlace", 1, "maskedSelect", 1);

    private OpenQuestions() {}

    /**
     * Whether a call is one.
     *
     * @param leaves how many of the tensors were given and not computed
     */
    static boolean isOpen(Call call, List<Tensor> tensors, int leaves) {
        List<Integer> takes = call.takes();
        // Whether a weight that is no number reaches what it meets beyond the edge, which is 0 there.
        if (call.method().getDeclaringClass() == TensorConvolutions.class && takes.size() > 1) {
            double[] weight = tensors.get(takes.get(1)).toDoubles();
            return !DoubleStream.of(weight).allMatch(Double::isFinite);
        }
        // Whether a sum that is 0 but for its rounding is 0.
        Integer condition = CONDITIONS.get(call.method().getName());
        return condition != null
                && takes.get(condition) >= leaves
                && tensors.get(takes.get(condition)).dtype().isFloat();
    }
}
