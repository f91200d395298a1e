package org.clgrad.examples;

import java.util.Locale;

/** Amounts as people read them. */
final class Quantity {
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int STEP = 1024;

    private Quantity() {}

    /** Bytes in the largest unit of which there is one, such as {@code 21.4 GiB} or {@code 32 KiB}. */
    static String bytes(long bytes) {
        int unit = 0;
        double amount = bytes;
        while (amount >= STEP) {
            amount /= STEP;
            unit++;
        }
        boolean whole = amount == Math.rint(amount);
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", amount, BINARY[unit]);
    }

    /** A rate in thousands of millions, such as {@code 33.1}. */
    static String billions(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 1e11 ? "%.1f" : "%.0f", perSecond / 1e9);
    }

    /** {@code yes} or {@code -}. */
    static String yes(boolean there) {
        return there ? "yes" : "-";
    }
}
