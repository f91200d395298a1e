package org.clgrad.examples.bench.torch;

/** A process that does the first training step of the MNIST CNN, and prints its loss. */
public final class TorchFirstStep {
    static final String ANSWER = "loss ";

    private TorchFirstStep() {}

    public static void main(String[] args) {
        try (TrainingStep training = TrainingCase.mnistCnn()) {
            System.out.println(ANSWER + training.stepWithLoss());
        }
    }
}
