package org.clgrad.nn;

import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Scope;

/**
 * The mean over the samples of −log p[class], p being the softmax of the logits: for logits [N,C] and class numbers [N]
 * of an integer type. NaN where a class is not one of 0 … C−1.
 */
public final class CrossEntropyLoss implements Loss {
    @Override
    public Tensor apply(Tensor logits, Tensor classes) {
        try (Scope scope = Scope.open()) {
            return scope.keep(logits.crossEntropy(classes));
        }
    }

    @Override
    public String toString() {
        return "CrossEntropyLoss";
    }
}
