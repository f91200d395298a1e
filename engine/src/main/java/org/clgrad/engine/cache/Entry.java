package org.clgrad.engine.cache;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Checksum;

/**
 * One program as a file holds it, big-endian:
 *
 * <pre>
 * magic and version                   8 bytes
 * device, name, options, text         4 × (length, 4 bytes; UTF-8)
 * binary                              length, 4 bytes; bytes
 * CRC-32 of all of the above          4 bytes
 * </pre>
 *
 * <p>The file's name is a checksum of the key, and the key stands in it in full: a SHA-256 would be less certain than
 * comparing, and took 25 ms for the 33 programs of a first training step in a VM that has just started.
 */
final class Entry {
    private static final byte[] MAGIC = "clgradP1".getBytes(StandardCharsets.US_ASCII);

    /** Ends the names of all files, so that none but them is ever deleted. */
    static final String SUFFIX = ".clgrad-program";

    /** What {@link #fileName} looks like. */
    static final String NAME = "[0-9a-f]{16}" + Pattern.quote(SUFFIX);

    /** As much of a file as {@link #device} looks at. */
    static final int HEAD_BYTES = 4096;

    private final byte[] key;

    private Entry(byte[] key) {
        this.key = key;
    }

    static Entry of(ProgramKey key) {
        byte[][] parts = {utf8(key.device()), utf8(key.name()), utf8(key.options()), utf8(key.text())};
        int length = Arrays.stream(parts)
                .mapToInt(part -> Integer.BYTES + part.length)
                .sum();
        ByteBuffer bytes = ByteBuffer.allocate(MAGIC.length + length).put(MAGIC);
        for (byte[] part : parts) {
            bytes.putInt(part.length).put(part);
        }
        return new Entry(bytes.array());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Two checksums of 32 bits; where they are the same for two programs, each drives the other out. */
    String fileName() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(sum(new CRC32(), key, key.length))
                + hex.toHexDigits(sum(new Adler32(), key, key.length))
                + SUFFIX;
    }

    private static int sum(Checksum checksum, byte[] bytes, int length) {
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    /** The file of this program. */
    byte[] with(byte[] binary) {
        ByteBuffer file = ByteBuffer.allocate(key.length + Integer.BYTES + binary.length + Integer.BYTES);
        file.put(key).putInt(binary.length).put(binary);
        return file.putInt(sum(new CRC32(), file.array(), file.position())).array();
    }

    /** The program in a file, if that is whole. */
    static Optional<KeptProgram> parse(byte[] file) {
        int sumAt = file.length - Integer.BYTES;
        if (sumAt < MAGIC.length
                || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                || ByteBuffer.wrap(file).getInt(sumAt) != sum(new CRC32(), file, sumAt)) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(file, MAGIC.length, sumAt - MAGIC.length);
        try {
            ProgramKey key = new ProgramKey(text(bytes), text(bytes), text(bytes), text(bytes));
            byte[] binary = part(bytes);
            return bytes.hasRemaining() ? Optional.empty() : Optional.of(new KeptProgram(key, binary));
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static String text(ByteBuffer bytes) {
        return new String(part(bytes), StandardCharsets.UTF_8);
    }

    private static byte[] part(ByteBuffer bytes) {
        int length = bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] part = new byte[length];
        bytes.get(part);
        return part;
    }

    /** Of which device a file says that it is, by its first {@value #HEAD_BYTES} bytes. */
    static Optional<String> device(byte[] head) {
        if (head.length < MAGIC.length || !Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        try {
            return Optional.of(text(ByteBuffer.wrap(head, MAGIC.length, head.length - MAGIC.length)));
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }
}
