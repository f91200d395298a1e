package org.clgrad.engine.tuning;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.clgrad.kernels.KernelCatalog;

/**
 * Tells versions of kernels apart, by their text with all headers put in: 64 bits, of two checksums, since a message digest would
 * take 15 ms of each start.
 */
public final class KernelHash {
    private KernelHash() {}

    /**
     * The hash of some kernel files, whatever their order.
     *
     * @throws IllegalArgumentException if there is no such kernel
     */
    public static String of(KernelCatalog kernels, Collection<String> names) {
        CRC32 one = new CRC32();
        CRC32C other = new CRC32C();
        for (String name : new TreeSet<>(names)) {
            byte[] text = kernels.source(name).text().getBytes(StandardCharsets.UTF_8);
            one.update(text);
            other.update(text);
        }
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits((int) one.getValue()) + hex.toHexDigits((int) other.getValue());
    }
}
