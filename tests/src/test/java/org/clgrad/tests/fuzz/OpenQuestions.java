package org.clgrad.tests.fuzz;

import java.util.List;
import java.util.stream.DoubleStream;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.TensorConvolutions;
import org.clgrad.engine.Device;

/**
 * What the contract of an operation leaves open, so that two devices may answer differently: whether what is no number
 * reaches what a convolution meets beyond the edge, which is 0 there and may be multiplied or skipped.
 */
final class OpenQuestions {
    private final Device host;
    private boolean met;

    /** The host says whether one is met: a device may be wrong. */
    OpenQuestions(Device host) {
        this.host = host;
    }

    /** Whether a call is one: a convolution of weights that are not all finite, whose input's gradient meets the edge in any case. */
    static boolean isOpen(Call call, List<Tensor> tensors) {
        return isConvolution(call) && !isFinite(tensors.get(call.takes().get(1)));
    }

    /** Has the way back note whether a call's results have gradients that leave its weights' open. */
    void watch(Call call, List<Tensor> results) {
        if (isConvolution(call)) {
            results.stream()
                    .filter(y -> y.requiresGrad() && y.device() == host)
                    .forEach(y -> y.registerHook(dy -> {
                        met |= !isFinite(dy);
                        return dy;
                    }));
        }
    }

    /** Whether one of those watched is open. */
    boolean met() {
        return met;
    }

    private static boolean isConvolution(Call call) {
        return call.method().getDeclaringClass() == TensorConvolutions.class
                && call.takes().size() > 1;
    }

    private static boolean isFinite(Tensor x) {
        return DoubleStream.of(x.toDoubles()).allMatch(Double::isFinite);
    }
}
