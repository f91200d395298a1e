package org.clgrad.nn.data;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Walks through the regular files of a tar archive, one after the other. Folders, links and the extensions of newer
 * archives are passed over; nothing is written anywhere, so a name in the archive leads nowhere.
 *
 * <p>Source: POSIX.1-1988 ustar as in GNU tar's manual, "Basic Tar Format": blocks of 512 bytes, a header with name,
 * size and checksum in octal before each file, a block of zeros behind the last.
 */
final class TarInput {
    private static final int BLOCK = 512;
    private static final int NAME_BYTES = 100;
    private static final int SIZE = 124;
    private static final int SIZE_BYTES = 12;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_BYTES = 8;
    private static final int TYPE = 156;

    private final Path archive;
    private final InputStream in;
    private Content content;

    /** @param archive what {@code in} is read from, for messages */
    TarInput(Path archive, InputStream in) {
        this.archive = archive;
        this.in = in;
        this.content = new Content(in, 0);
    }

    /** Goes to the next file; gives its name, with its folders. */
    Optional<String> next() throws IOException {
        while (true) {
            content.skipToEnd();
            byte[] header = in.readNBytes(BLOCK);
            if (header.length < BLOCK) {
                throw new DataException(archive, "tar archive is truncated");
            }
            if (isZero(header)) {
                return Optional.empty();
            }
            if (octal(header, CHECKSUM, CHECKSUM_BYTES) != checksum(header)) {
                throw new DataException(archive, "not a tar archive, or damaged: a header's checksum is wrong");
            }
            content = new Content(in, octal(header, SIZE, SIZE_BYTES));
            if (header[TYPE] == '0' || header[TYPE] == 0) {
                return Optional.of(text(header, 0, NAME_BYTES));
            }
        }
    }

    /** The bytes of the file that {@link #next} went to. */
    InputStream content() {
        return content;
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** The sum of all bytes of a header, with spaces where the sum itself stands. */
    private static long checksum(byte[] header) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            boolean inChecksum = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_BYTES;
            sum += inChecksum ? ' ' : Byte.toUnsignedInt(header[i]);
        }
        return sum;
    }

    private long octal(byte[] header, int offset, int length) {
        String digits = text(header, offset, length).strip();
        if (!digits.matches("[0-7]{1,12}")) {
            throw new DataException(archive, "not a tar archive, or damaged: expected an octal number in a header");
        }
        return Long.parseLong(digits, 8);
    }

    /** Text up to its first zero byte. */
    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }

    /** So many bytes of the archive, and the zeros that fill the last block. */
    private final class Content extends FilterInputStream {
        private final long padding;
        private long left;

        Content(InputStream in, long size) {
            super(in);
            this.left = size;
            this.padding = -size & BLOCK - 1;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = super.read(bytes, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new DataException(archive, "tar archive is truncated");
            }
            left -= read;
            return read;
        }

        void skipToEnd() throws IOException {
            try {
                in.skipNBytes(left + padding);
            } catch (EOFException e) {
                throw new DataException(archive, "tar archive is truncated", e);
            }
        }
    }
}
