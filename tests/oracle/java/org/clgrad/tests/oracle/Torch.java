package org.clgrad.tests.oracle;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.clgrad.engine.tensor.DType;

/** Runs an expression of TorchScript in double precision, forward and backward. */
final class Torch implements AutoCloseable {
    /** Of the archive format; from 10 on the functions have the signatures that they have today. */
    private static final String FORMAT = "10\n";

    /** A module without anything in it, pickled. */
    private static final String MODULE =
            "\u0080\u0002c__torch__\nM\nq\u0000)\u0081}X\u0008\u0000\u0000\u0000trainingq\u0001\u0089sb.";

    private static final String NO_CONSTANTS = "\u0080\u0002).";

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");

    /** What came out: the outputs, then a gradient for each input that is to have one. */
    record Result(List<long[]> shapes, List<double[]> values) {}

    /**
     * Runs a case.
     *
     * @param weights with which outputs are weighted and summed before the gradient is taken; null for outputs without one
     */
    Result run(List<Draw.Input> inputs, Question.Case asked, List<double[]> weights, List<long[]> shapes) {
        try (NDManager own = manager.newSubManager();
                GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDList in = new NDList();
            for (Draw.Input input : inputs) {
                in.add(array(own, input));
            }
            for (int i = 0; i < weights.size(); i++) {
                in.add(own.create(weights.get(i), new Shape(shapes.get(i))));
            }
            String script = script(inputs, asked, weights);
            NDList out;
            try (PtSymbolBlock block = JniUtils.loadModule(
                    (PtNDManager) own, new ByteArrayInputStream(archive(script)), false, false)) {
                out = block.forward(new ParameterStore(), in, true);
            } catch (RuntimeException | IOException e) {
                throw new IllegalStateException(script, e);
            }
            List<long[]> sizes = new ArrayList<>();
            List<double[]> values = new ArrayList<>();
            for (NDArray array : out) {
                sizes.add(array.getShape().getShape());
                values.add(array.toDoubleArray());
            }
            return new Result(sizes, values);
        }
    }

    private static NDArray array(NDManager manager, Draw.Input input) {
        Shape shape = new Shape(input.shape().toArray());
        double[] values = input.array();
        if (input.dtype() == DType.BOOL) {
            boolean[] truths = new boolean[values.length];
            IntStream.range(0, values.length).forEach(i -> truths[i] = values[i] != 0);
            return manager.create(truths, shape);
        } else if (input.dtype().isInteger()) {
            long[] whole = new long[values.length];
            IntStream.range(0, values.length).forEach(i -> whole[i] = (long) values[i]);
            return manager.create(whole, shape);
        }
        NDArray array = manager.create(values, shape);
        array.setRequiresGradient(input.gradient());
        return array;
    }

    private static String script(List<Draw.Input> inputs, Question.Case asked, List<double[]> weights) {
        List<String> arguments = new ArrayList<>();
        IntStream.range(0, inputs.size()).forEach(i -> arguments.add("x" + i + ": Tensor"));
        IntStream.range(0, weights.size()).forEach(i -> arguments.add("w" + i + ": Tensor"));
        List<String> lines = new ArrayList<>();
        asked.statements().stream().map(statement -> "    " + statement).forEach(lines::add);
        List<String> results = new ArrayList<>();
        for (int i = 0; i < asked.outputs().size(); i++) {
            lines.add("    y" + i + " = " + asked.outputs().get(i));
            results.add("torch.to(y" + i + ", 7)");
        }
        List<Integer> wanted = IntStream.range(0, inputs.size())
                .filter(i -> inputs.get(i).gradient() && !weights.isEmpty())
                .boxed()
                .toList();
        if (!wanted.isEmpty()) {
            String loss = IntStream.range(0, weights.size())
                    .mapToObj(i -> "torch.sum(torch.mul(y" + i + ", w" + i + "))")
                    .reduce((a, b) -> "torch.add(" + a + ", " + b + ")")
                    .orElseThrow();
            String leaves = wanted.stream().map(i -> "x" + i).collect(Collectors.joining(", "));
            lines.add("    gs = torch.grad([" + loss + "], [" + leaves + "], None, None, False, True)");
            for (int k = 0; k < wanted.size(); k++) {
                String x = "x" + wanted.get(k);
                lines.add("    g" + k + " = gs[" + k + "]");
                lines.add("    if torch.__is__(g" + k + ", None):");
                lines.add("      d" + k + " = torch.zeros_like(" + x + ")");
                lines.add("    else:");
                lines.add("      d" + k + " = unchecked_cast(Tensor, g" + k + ")");
                results.add("d" + k);
            }
        }
        return "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                + "  def forward(self: __torch__.M,\n    " + String.join(",\n    ", arguments) + ") -> List[Tensor]:\n"
                + String.join("\n", lines) + "\n    return [" + String.join(", ", results) + "]\n";
    }

    /**
     * A module as PyTorch keeps it: an archive without compression. {@code Script} of the benchmark's peers writes the same: they run in
     * a process of their own, of a module that knows nothing of clgrad, and the two have no home in common.
     */
    private static byte[] archive(String script) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "m/data.pkl", MODULE.getBytes(StandardCharsets.ISO_8859_1));
            put(zip, "m/code/__torch__.py", script.getBytes(StandardCharsets.UTF_8));
            put(zip, "m/constants.pkl", NO_CONSTANTS.getBytes(StandardCharsets.ISO_8859_1));
            put(zip, "m/version", FORMAT.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 sum = new CRC32();
        sum.update(content);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    @Override
    public void close() {
        manager.close();
    }
}
