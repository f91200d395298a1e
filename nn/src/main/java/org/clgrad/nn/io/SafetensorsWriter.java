package org.clgrad.nn.io;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.data.DataException;

/**
 * Writes safetensors files, whole or not at all.
 *
 * <p>The bytes go to a temporary file in the same folder, which is forced to the disk and then renamed: whoever opens
 * the path sees the old file or the new one, and never a part of it. The header is padded with spaces so that the data
 * begins at a multiple of eight.
 *
 * <p>Source: https://huggingface.co/docs/safetensors, "Format".
 */
public final class SafetensorsWriter {

    /**
     * A tensor to write.
     *
     * @param name its name in the file
     * @param type its element type
     * @param shape its shape
     * @param data gives its elements, little-endian in row-major order, from a buffer's position to its limit; asked
     *     once, when the tensor's turn has come, so that not all need to be in memory together
     */
    public record Source(String name, SafetensorsType type, Shape shape, Supplier<ByteBuffer> data) {}

    private SafetensorsWriter() {}

    /**
     * Writes a file, in place of one that may be there.
     *
     * @param path the file
     * @param tensors the tensors, in the order in which they are to stand in the file
     * @param metadata texts for {@code __metadata__}, which is left out if there are none
     * @throws DataException if the file cannot be written; what was there before is then untouched
     * @throws IllegalArgumentException if two tensors have the same name, one is called {@code __metadata__}, or its
     *     data does not have the size that its type and shape ask for
     */
    public static void write(Path path, List<Source> tensors, Map<String, String> metadata) {
        byte[] header = header(tensors, metadata);
        Path target = path.toAbsolutePath();
        // Beside the target, since only a rename within one file system is atomic.
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new DataException(path, "cannot be written: no folder " + folder);
        }
        Path part = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            writePart(part, header, tensors);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder(folder);
        } catch (IOException e) {
            deleteAfter(part, e);
            throw DataException.of(path, "cannot be written", e);
        } catch (RuntimeException e) {
            deleteAfter(part, e);
            throw e;
        }
    }

    private static void writePart(Path part, byte[] header, List<Source> tensors) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeFully(channel, length.putLong(header.length).flip());
            writeFully(channel, ByteBuffer.wrap(header));
            for (Source tensor : tensors) {
                writeFully(channel, checkedData(tensor));
            }
            channel.force(true);
        }
    }

    /** Makes the rename outlast a failure of power, where a folder can be forced to the disk: not on Windows. */
    private static void forceFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** The header's JSON, padded so that it and its length fill a multiple of eight bytes. */
    private static byte[] header(List<Source> tensors, Map<String, String> metadata) {
        StringWriter json = new StringWriter();
        try (JsonWriter out = new JsonWriter(json)) {
            out.beginObject();
            if (!metadata.isEmpty()) {
                out.name(SafetensorsHeader.METADATA).beginObject();
                for (Map.Entry<String, String> text : metadata.entrySet()) {
                    out.name(text.getKey()).value(text.getValue());
                }
                out.endObject();
            }
            Set<String> names = new HashSet<>(Set.of(SafetensorsHeader.METADATA));
            long begin = 0;
            for (Source tensor : tensors) {
                if (!names.add(tensor.name())) {
                    throw new IllegalArgumentException(
                            "safetensors: the name \"" + tensor.name() + "\" is taken twice or reserved");
                }
                long end = Math.addExact(begin, SafetensorsEntry.sizeBytes(tensor.type(), tensor.shape()));
                entry(out, tensor, begin, end);
                begin = end;
            }
            out.endObject();
        } catch (IOException e) {
            throw new AssertionError("a StringWriter does not fail", e);
        }
        byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
        int padding = -text.length & 7;
        byte[] padded = Arrays.copyOf(text, text.length + padding);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }

    private static void entry(JsonWriter out, Source tensor, long begin, long end) throws IOException {
        out.name(tensor.name()).beginObject();
        out.name(SafetensorsHeader.DTYPE).value(tensor.type().name());
        out.name(SafetensorsHeader.SHAPE).beginArray();
        for (long size : tensor.shape().toArray()) {
            out.value(size);
        }
        out.endArray();
        out.name(SafetensorsHeader.OFFSETS).beginArray().value(begin).value(end).endArray();
        out.endObject();
    }

    private static ByteBuffer checkedData(Source tensor) {
        ByteBuffer data = tensor.data().get();
        long expected = SafetensorsEntry.sizeBytes(tensor.type(), tensor.shape());
        if (data.remaining() != expected) {
            throw new IllegalArgumentException("safetensors: tensor \"" + tensor.name() + "\", " + tensor.type() + " "
                    + tensor.shape() + ", needs " + expected + " bytes, its data has " + data.remaining());
        }
        return data.duplicate();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void deleteAfter(Path part, Exception reason) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
