package org.clgrad.tests.catalogue;

import java.util.Map;
import java.util.TreeMap;
import org.clgrad.tests.kit.Checkout;

/**
 * What PyTorch said of each operation, when it was last asked: {@code docs/proofs/oracle.tsv}, which the test of the
 * profile {@code oracle} writes.
 */
public final class Verdicts {
    /** The file: name, samples, verdict, separated by tabs. */
    public static final String FILE = "docs/proofs/oracle.tsv";

    private Verdicts() {}

    static Map<String, String> read() {
        Map<String, String> verdicts = new TreeMap<>();
        Checkout.text(FILE).lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            String[] words = line.split("\t", -1);
            verdicts.put(words[0], words[2] + ", " + words[1]);
        });
        return verdicts;
    }
}
