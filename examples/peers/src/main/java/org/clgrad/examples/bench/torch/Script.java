package org.clgrad.examples.bench.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A function in TorchScript, for what ATen has and DJL does not call. One call of it costs a few microseconds more. */
final class Script {
    /** Of the archive format; from 10 on the functions have the signatures that they have today. */
    private static final String FORMAT = "10\n";

    /** A module without anything in it, pickled. */
    private static final String MODULE =
            "\u0080\u0002c__torch__\nM\nq\u0000)\u0081}X\u0008\u0000\u0000\u0000trainingq\u0001\u0089sb.";

    private static final String NO_CONSTANTS = "\u0080\u0002).";

    private final PtSymbolBlock block;
    private final ParameterStore noParameters = new ParameterStore();

    /**
     * Compiles a function. It lives as long as the arrays.
     *
     * @param parameters names of tensors, parted by blanks
     * @param body statements, the last of which returns a list of tensors
     */
    Script(NDManager arrays, String parameters, String... body) {
        StringBuilder text = new StringBuilder("class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n"
                + "  training : bool\n  def forward(self: __torch__.M");
        for (String parameter : parameters.split(" ", -1)) {
            text.append(", ").append(parameter).append(": Tensor");
        }
        text.append(") -> List[Tensor]:\n");
        for (String line : body) {
            text.append("    ").append(line).append('\n');
        }
        try {
            block = JniUtils.loadModule(
                    (PtNDManager) arrays, new ByteArrayInputStream(archive(text.toString())), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException("libtorch cannot read " + text, e);
        }
    }

    /** Calls the function, without a graph. */
    NDList call(NDArray... arguments) {
        return block.forward(noParameters, new NDList(arguments), false);
    }

    /** Calls the function, which takes gradients of what it computes. */
    NDList callWithGraph(NDArray... arguments) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        try {
            return block.forward(noParameters, new NDList(arguments), true);
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /**
     * A module as PyTorch keeps it: an archive without compression. {@code Torch} of the tests' oracle writes the same, and has no home in
     * common with what must not see clgrad.
     */
    private static byte[] archive(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "m/data.pkl", MODULE.getBytes(StandardCharsets.ISO_8859_1));
            put(zip, "m/code/__torch__.py", text.getBytes(StandardCharsets.UTF_8));
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
}
