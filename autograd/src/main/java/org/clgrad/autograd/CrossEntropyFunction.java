package org.clgrad.autograd;

import java.util.Arrays;
import java.util.List;
import org.clgrad.engine.routine.softmax.CrossEntropy;
import org.clgrad.engine.routine.softmax.CrossEntropyBackward;
import org.jspecify.annotations.Nullable;

/**
 * loss[n] = −logSoftmax(x)[n, label[n]]; dx[n] = (softmax(x)[n] − onehot(label[n]))·dloss[n]. The second output, the log
 * probabilities, is kept for that and not handed out.
 */
final class CrossEntropyFunction extends SingleOutput {
    @Override
    public String name() {
        return "cross_entropy";
    }

    @Override
    protected List<Tensor> forward(List<Tensor> in) {
        Tensor labels = in.get(1);
        List<Tensor> out = run(new CrossEntropy(), in.get(0), labels);
        save(in.get(0));
        save(labels);
        save(out.get(1));
        out.get(1).release();
        return out.subList(0, 1);
    }

    @Override
    protected List<@Nullable Tensor> backward(Tensor dloss) {
        Tensor labels = saved(1);
        if (!GradMode.isEnabled()) {
            return Arrays.asList(
                    run(new CrossEntropyBackward(), dloss, saved(2), labels).get(0), null);
        }
        Tensor x = saved(0);
        Tensor onehot = TensorLayers.oneHot(labels, x.size(1)).to(x.dtype());
        return Arrays.asList(x.softmax(1).sub(onehot).mul(dloss.unsqueeze(1)), null);
    }
}
