package org.clgrad.examples.bench;

/** Something whose speed is measured: clgrad itself, or a library that it is compared with. */
public interface Peer extends AutoCloseable {
    /** What it is called in tables and JSON, like {@code clgrad}. */
    String name();

    /**
     * Prepares a case: its memory is there, and its results are what they should be.
     *
     * @throws CaseNotRunException if this peer does not have the case, or it fails
     */
    PeerCase open(String caseId);

    @Override
    void close();
}
