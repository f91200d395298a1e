package org.clgrad.examples.bench.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import org.clgrad.examples.bench.child.CaseSource;
import org.clgrad.examples.bench.child.Gemm;
import org.clgrad.examples.bench.child.TimedCase;
import org.clgrad.examples.bench.child.UnsupportedCaseException;

/** The cases of libtorch by their ids. */
final class TorchCases implements CaseSource {
    @Override
    public TimedCase open(String id) {
        int slash = id.indexOf('/');
        String name = id.substring(slash + 1);
        return switch (id.substring(0, Math.max(slash, 0))) {
            case "gemm" -> Products.open(arrays(), Gemm.of(id));
            case "ew" -> Elementwise.open(arrays(), name);
            case "conv" -> Convolutions.open(arrays(), Convolution.of(name), name.endsWith("/bwd"));
            case "pool" -> MaxPool.open(arrays(), name);
            case "lstm" -> Lstm.open(arrays(), name);
            case "dispatch" -> Dispatch.open(arrays(), name);
            case "train" -> TrainingCase.open(name);
            case "infer" -> InferenceCase.open(name);
            case "cold" -> ColdStart.open(name);
            default -> throw new UnsupportedCaseException("libtorch has no case " + id);
        };
    }

    private static NDManager arrays() {
        return NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }
}
