package org.clgrad.nn.download;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.clgrad.nn.data.DataException;

/**
 * What is here of a file: beside its place, under its name with {@code .part} behind it. Every byte is written as it
 * comes, so that a process that is ended leaves what it had.
 */
final class PartFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final PublishedFile file;
    private final Path target;
    private final Path path;
    private final FileChannel channel;
    private long length;

    private PartFile(PublishedFile file, Path folder) throws IOException {
        this.file = file;
        this.target = folder.resolve(file.name());
        this.path = folder.resolve(file.name() + ".part");
        this.channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.length = channel.size();
    }

    /**
     * Goes on with what is here, if anything is.
     *
     * @throws DataException if it cannot be read or written
     */
    static PartFile open(PublishedFile file, Path folder) {
        PartFile part;
        try {
            part = new PartFile(file, folder);
        } catch (IOException e) {
            throw DataException.of(folder.resolve(file.name() + ".part"), "cannot be written", e);
        }
        if (part.length > file.sizeBytes()) {
            part.clear();
        }
        return part;
    }

    Path path() {
        return path;
    }

    /** How many bytes of the file are here, from its beginning. */
    long length() {
        return length;
    }

    /** Forgets what is here. */
    void clear() {
        if (length == 0) {
            return;
        }
        try {
            channel.truncate(0);
            length = 0;
        } catch (IOException e) {
            throw DataException.of(path, "cannot be written", e);
        }
    }

    /** Adds bytes to the end. */
    void append(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                length += channel.write(bytes, length);
            }
        } catch (IOException e) {
            throw DataException.of(path, "cannot be written", e);
        }
    }

    /** Whether what is here is the file, to the bit. */
    boolean isRight() {
        try {
            return length == file.sizeBytes() && sha256(channel).equals(file.sha256());
        } catch (IOException e) {
            throw DataException.of(path, "cannot be read", e);
        }
    }

    /** Gives it the file's name, in place of a file that may have it. */
    void finish() {
        try {
            channel.force(true);
            channel.close();
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw DataException.of(target, "cannot be written", e);
        }
    }

    /** Leaves what is here for the next time. */
    @Override
    public void close() {
        try {
            channel.close();
            if (length == 0) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw DataException.of(path, "cannot be closed", e);
        }
    }

    /** The digest of a whole file, in hexadecimal digits. */
    static String sha256(FileChannel channel) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long position = 0;
        for (int read = channel.read(buffer, position); read >= 0; read = channel.read(buffer, position)) {
            position += read;
            digest.update(buffer.flip());
            buffer.clear();
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
