package org.clgrad.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.clgrad.autograd.Gradients;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.tests.kit.Checkout;
import org.clgrad.tests.catalogue.Verdicts;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Results and gradients are libtorch's, in double on the host and, of the first samples, in single precision on the first
 * OpenCL device; libtorch always computes in double.
 *
 * <p>An element may be off by 8·(n + 16)·u·s: n the elements of the largest tensor, which no sum in a sample is longer than,
 * u the unit roundoff of the type, s the largest of 1 and all magnitudes that go in or come out.
 */
class OracleTest {
    private static final int SAMPLES = 24;

    /** So many of them run on OpenCL too, which other tests hold equal to the host: each has kernels to compile. */
    private static final int SAMPLES_ON_OPENCL = Integer.getInteger("clgrad.test.samples", 4);

    private static final String OPERATIONS = System.getProperty("clgrad.test.operations", "");
    private static final Map<String, String> VERDICTS = new TreeMap<>();
    private static final Torch TORCH = new Torch();
    private static final Device HOST = Devices.openHost();

    @BeforeAll
    static void warm() {
        assertThat(Questions.ALL.stream().map(Question::name)).isNotEmpty();
    }

    /** Writes the verdicts, if there was one on every question. */
    @AfterAll
    static void write() throws IOException {
        TORCH.close();
        HOST.close();
        if (OPERATIONS.isEmpty()) {
            List<String> lines = new ArrayList<>();
            lines.add("# Written by OracleTest (-Poracle): operation, samples, what libtorch says of results and gradients.");
            VERDICTS.forEach((name, verdict) -> lines.add(name + "\t" + verdict));
            Path file = Checkout.path(Verdicts.FILE);
            Files.createDirectories(file.getParent());
            Files.write(file, lines);
        }
    }

    @TestFactory
    Stream<DynamicTest> agreesWithPyTorch() {
        Map<String, List<Question>> byName = new LinkedHashMap<>();
        for (Question question : Questions.ALL) {
            if (OPERATIONS.isEmpty() || List.of(OPERATIONS.split(",", -1)).contains(question.name())) {
                byName.computeIfAbsent(question.name(), name -> new ArrayList<>()).add(question);
            }
        }
        return byName.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> ask(entry.getKey(), entry.getValue())));
    }

    private static void ask(String name, List<Question> questions) {
        List<String> wrong = new ArrayList<>();
        int samples = 0;
        boolean gradients = false;
        for (int i = 0; i < Math.max(SAMPLES, questions.size() * SAMPLES / 2); i++) {
            Question question = questions.get(i % questions.size());
            Draw draw = new Draw(new Random(31L * i + name.hashCode()));
            Question.Case asked = question.draw().apply(draw);
            String where = "sample " + i + " " + asked.outputs() + " of "
                    + draw.inputs().stream().map(input -> input.shape().toString()).toList();
            try {
                gradients |= new Sample(draw.inputs(), asked, i % 2 == 1).compare(where, i < SAMPLES_ON_OPENCL, wrong);
            } catch (RuntimeException e) {
                wrong.add(where + ": " + e + (e.getCause() == null ? "" : "; " + e.getCause()));
            }
            samples++;
        }
        String agreement = gradients ? "agrees" : "agrees (no gradient)";
        VERDICTS.put(name, samples + "\t" + (wrong.isEmpty() ? agreement : "**differs** in " + wrong.size()));
        assertThat(wrong.stream().limit(3).toList())
                .as("%d disagreements", wrong.size())
                .isEmpty();
    }

    /** The same numbers in the order of the axes turned round. */
    private static Tensor turned(Tensor x) {
        return x.transpose(0, -1).contiguous().transpose(0, -1);
    }

    /**
     * One sample.
     *
     * @param view whether inputs are views that are not dense
     */
    private record Sample(List<Draw.Input> inputs, Question.Case asked, boolean view) {
        /** What one side computes. */
        private record Ours(List<long[]> shapes, List<double[]> outputs, List<double[]> weights, List<double[]> gradients) {}

        /** Returns whether gradients were compared. */
        boolean compare(String where, boolean onOpenCl, List<String> wrong) {
            Ours exact = run(HOST, DType.F64);
            Torch.Result theirs = TORCH.run(
                    inputs,
                    asked,
                    exact.weights(),
                    exact.shapes().subList(0, exact.weights().size()));
            compare("host", DType.F64, exact, theirs, where, wrong);
            if (onOpenCl) {
                Device device = TestRun.current().devices().get(0).device();
                compare(device.name(), DType.F32, run(device, DType.F32), theirs, where, wrong);
            }
            return !exact.gradients().isEmpty();
        }

        private Ours run(Device device, DType real) {
            try (Scope scope = Scope.open()) {
                List<Tensor> in = new ArrayList<>();
                List<Tensor> leaves = new ArrayList<>();
                for (Draw.Input input : inputs) {
                    DType dtype = input.dtype().isFloat() ? real : input.dtype();
                    Tensor x = Tensor.of(device, dtype, input.shape(), input.array());
                    if (input.gradient()) {
                        leaves.add(x.requiresGrad(true));
                    }
                    in.add(view && input.shape().rank() > 1 && input.dtype().isFloat() ? turned(x) : x);
                }
                List<Tensor> out = asked.ours().apply(in);
                List<double[]> weights = new ArrayList<>();
                List<double[]> gradients = new ArrayList<>();
                Tensor loss = null;
                // Outputs with a gradient come first.
                for (Tensor y : out) {
                    if (y.requiresGrad()) {
                        double[] weight = new double[Math.toIntExact(y.shape().elements())];
                        Arrays.setAll(weight, i -> (float) Math.cos(1.3 * i + 0.4));
                        weights.add(weight);
                        Tensor term =
                                y.mul(Tensor.of(device, y.dtype(), y.shape(), weight)).sum();
                        loss = loss == null ? term : loss.add(term);
                    }
                }
                if (loss != null) {
                    Gradients.of(loss, leaves, false).forEach(g -> gradients.add(g.toDoubles()));
                }
                return new Ours(
                        out.stream().map(y -> y.shape().toArray()).toList(),
                        out.stream().map(Tensor::toDoubles).toList(),
                        weights,
                        gradients);
            }
        }

        private void compare(
                String device, DType dtype, Ours ours, Torch.Result theirs, String where, List<String> wrong) {
            List<double[]> all = new ArrayList<>(ours.outputs());
            all.addAll(ours.gradients());
            if (all.size() != theirs.values().size()) {
                wrong.add(where + ": " + all.size() + " tensors, PyTorch has "
                        + theirs.values().size());
                return;
            }
            for (int i = 0; i < ours.shapes().size(); i++) {
                if (!Arrays.equals(ours.shapes().get(i), theirs.shapes().get(i))) {
                    wrong.add(where + ": shape " + Arrays.toString(ours.shapes().get(i)) + ", PyTorch has "
                            + Arrays.toString(theirs.shapes().get(i)));
                    return;
                }
            }
            double bound = bound(dtype, theirs);
            for (int i = 0; i < all.size(); i++) {
                for (int k = 0; k < all.get(i).length; k++) {
                    double own = all.get(i)[k];
                    double other = theirs.values().get(i)[k];
                    if (Double.compare(own, other) != 0 && !(Math.abs(own - other) <= bound)) {
                        String what = i < ours.outputs().size()
                                ? "output " + i
                                : "gradient " + (i - ours.outputs().size());
                        wrong.add(where + " on " + device + ": " + what + " at " + k + " is " + own + ", PyTorch has "
                                + other + ", allowed ±" + bound);
                        return;
                    }
                }
            }
        }

        private double bound(DType dtype, Torch.Result theirs) {
            int longest = Stream.concat(inputs.stream().map(Draw.Input::array), theirs.values().stream())
                    .mapToInt(values -> values.length)
                    .max()
                    .orElse(1);
            double scale = Stream.concat(inputs.stream().map(Draw.Input::array), theirs.values().stream())
                    .flatMapToDouble(DoubleStream::of)
                    .filter(Double::isFinite)
                    .map(Math::abs)
                    .max()
                    .orElse(1);
            return 8 * (longest + 16) * dtype.unitRoundoff() * Math.max(1, scale);
        }
    }
}
