package org.clgrad.nn.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a data file, plain or compressed with gzip. Which of the two is told by the first bytes and not by the
 * name, since browsers unpack a download and keep its name.
 */
final class CompressedInput {
    private static final int GZIP_MAGIC = 0x1f8b;

    /**
     * Images shrink to a half or a fifth, and DEFLATE can do 1 : 1032: what grows beyond both of these was made to fill
     * the memory of whoever opens it.
     */
    private static final int MAX_EXPANSION = 100;

    private static final long ALWAYS_ALLOWED_BYTES = 16L << 20;

    /** What reads a file's content, from its beginning. */
    interface Reader<T> {
        T read(InputStream in) throws IOException;
    }

    private CompressedInput() {}

    /**
     * Opens a file, hands what is in it to a reader, and closes it.
     *
     * @throws DataException if the file is missing or cannot be read, or is gzip that is cut short, damaged, or expands
     *     to more than any data would
     */
    static <T> T read(Path file, Reader<T> reader) {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            if (!isGzip(raw)) {
                return reader.read(raw);
            }
            long allowed = Math.max(ALWAYS_ALLOWED_BYTES, Math.multiplyExact(MAX_EXPANSION, Files.size(file)));
            return reader.read(
                    new BufferedInputStream(new Bounded(file, new GZIPInputStream(raw, 1 << 16), allowed), 1 << 16));
        } catch (EOFException e) {
            throw new DataException(file, "gzip data is truncated", e);
        } catch (ZipException e) {
            throw new DataException(file, "gzip data is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw DataException.of(file, "cannot be read", e);
        }
    }

    private static boolean isGzip(InputStream in) throws IOException {
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP_MAGIC;
    }

    /** Gives so many bytes and no more. */
    private static final class Bounded extends FilterInputStream {
        private final Path file;
        private final long allowed;
        private long given;

        Bounded(Path file, InputStream in, long allowed) {
            super(in);
            this.file = file;
            this.allowed = allowed;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int bytes) {
            given += bytes;
            if (given > allowed) {
                throw new DataException(
                        file,
                        "gzip data expands to more than " + MAX_EXPANSION + " times its size, and more than " + allowed
                                + " bytes");
            }
        }
    }
}
