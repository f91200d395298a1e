package org.clgrad.nn.download;

import java.net.URI;

/** Someone who wants to know how a download goes. Called in the thread that downloads, which waits meanwhile. */
public interface DownloadListener {
    /**
     * More of a file is here; called when it is begun, too.
     *
     * @param file the file
     * @param doneBytes how much of it is here, what earlier downloads left included
     */
    default void arrived(PublishedFile file, long doneBytes) {}

    /** All of the file is here and right. */
    default void completed(PublishedFile file) {}

    /**
     * A mirror did not do, and the next one is asked. If there is none, the exception says what this would.
     *
     * @param address what was asked for
     * @param reason why it did not do, in a few words
     */
    default void failed(URI address, String reason) {}

    /** Another process is downloading to the same folder; it is waited for. */
    default void waiting() {}
}
