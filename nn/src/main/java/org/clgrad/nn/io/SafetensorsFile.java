package org.clgrad.nn.io;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.nn.data.DataException;

/**
 * A safetensors file open for reading: its header, and its tensors' bytes on demand.
 *
 * <p>The file is eight bytes with the header's length, little-endian; the header in JSON; and the tensors' elements,
 * little-endian in row-major order. All checks are made on opening; after that memory is used only for tensors asked
 * for. Bytes are read and not mapped: a mapping could not be closed, and a file cut short under it would end the JVM.
 *
 * <p>Source: https://huggingface.co/docs/safetensors, "Format".
 */
public final class SafetensorsFile implements Closeable {
    /** The reference implementation's bound, {@code MAX_HEADER_SIZE} of tensor.rs. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private final Path path;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long dataBegin;

    private SafetensorsFile(Path path, FileChannel channel, SafetensorsHeader header, long dataBegin) {
        this.path = path;
        this.channel = channel;
        this.header = header;
        this.dataBegin = dataBegin;
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws DataException if the file is missing or cannot be read, or its header does not describe it to the byte
     */
    public static SafetensorsFile open(Path path) {
        if (Files.isDirectory(path)) {
            throw new DataException(path, "expected a safetensors file, found a folder");
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        try {
            return open(path, channel);
        } catch (IOException e) {
            closeAfter(channel, e);
            throw unreadable(path, e);
        } catch (DataException e) {
            closeAfter(channel, e);
            throw e;
        }
    }

    private static SafetensorsFile open(Path path, FileChannel channel) throws IOException {
        long fileBytes = channel.size();
        if (fileBytes < Long.BYTES) {
            throw new DataException(
                    path, "expected a header length of " + Long.BYTES + " bytes, the file has " + fileBytes);
        }
        long headerBytes =
                readFully(channel, ByteBuffer.allocate(Long.BYTES), 0).getLong();
        long available = fileBytes - Long.BYTES;
        // The format's length is unsigned: a negative long is one beyond 2⁶³.
        if (headerBytes < 0 || headerBytes > available) {
            throw new DataException(
                    path,
                    "the header claims " + Long.toUnsignedString(headerBytes) + " bytes, the file has " + available
                            + " after its length");
        }
        if (headerBytes > MAX_HEADER_BYTES) {
            throw new DataException(
                    path, "the header claims " + headerBytes + " bytes, at most " + MAX_HEADER_BYTES + " are allowed");
        }
        byte[] json = readFully(channel, ByteBuffer.allocate((int) headerBytes), Long.BYTES)
                .array();
        SafetensorsHeader header = SafetensorsHeader.parse(path, json, available - headerBytes);
        return new SafetensorsFile(path, channel, header, Long.BYTES + headerBytes);
    }

    /** The names of the tensors, in the header's order. */
    public Collection<String> names() {
        return header.entries().keySet();
    }

    /** What the header says of the tensors, in its order. */
    public Collection<SafetensorsEntry> entries() {
        return header.entries().values();
    }

    /** The texts of the header's {@code __metadata__}; empty if it has none. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * What the header says of one tensor.
     *
     * @throws DataException if the file has no tensor of that name
     */
    public SafetensorsEntry entry(String name) {
        SafetensorsEntry entry = header.entries().get(name);
        if (entry == null) {
            throw new DataException(path, "no tensor \"" + name + "\" among its " + names().size());
        }
        return entry;
    }

    /** The shape of one tensor; see {@link #entry}. */
    public Shape shape(String name) {
        return entry(name).shape();
    }

    /** The element type of one tensor; see {@link #entry}. */
    public SafetensorsType type(String name) {
        return entry(name).type();
    }

    /**
     * Reads one tensor into a buffer of its own, direct and little-endian.
     *
     * @throws DataException if there is no such tensor, or the file cannot be read any more
     * @throws IllegalArgumentException if it is of 2³¹ bytes or more; {@link #read} takes such tensors in parts
     */
    public ByteBuffer data(String name) {
        SafetensorsEntry entry = entry(name);
        if (entry.sizeBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("data: tensor \"" + name + "\" has " + entry.sizeBytes()
                    + " bytes, expected fewer than 2^31; read it in parts");
        }
        ByteBuffer data = ByteBuffer.allocateDirect((int) entry.sizeBytes()).order(ByteOrder.LITTLE_ENDIAN);
        read(name, 0, data);
        return data.flip();
    }

    /**
     * Reads a part of a tensor: as many bytes as {@code into} has room for, little-endian as they are in the file.
     *
     * @param name the tensor
     * @param offsetBytes where the part begins, counted from the tensor's beginning
     * @param into filled from its position to its limit
     * @throws DataException if there is no such tensor, or the file cannot be read any more
     * @throws IndexOutOfBoundsException if the part does not lie in the tensor
     */
    public void read(String name, long offsetBytes, ByteBuffer into) {
        SafetensorsEntry entry = entry(name);
        Objects.checkFromIndexSize(offsetBytes, into.remaining(), entry.sizeBytes());
        try {
            readFully(channel, into, dataBegin + entry.beginBytes() + offsetBytes);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw DataException.of(path, "cannot be closed", e);
        }
    }

    /** Fills the buffer from {@code position} in the file; gives it back, rewound to where it began, little-endian. */
    private static ByteBuffer readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
        int begin = into.position();
        long next = position;
        while (into.hasRemaining()) {
            int count = channel.read(into, next);
            if (count < 0) {
                throw new EOFException("it was cut short while it was read");
            }
            next += count;
        }
        return into.duplicate().position(begin).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static DataException unreadable(Path path, IOException e) {
        return DataException.of(path, "cannot be read", e);
    }

    private static void closeAfter(FileChannel channel, Exception reason) {
        try {
            channel.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
