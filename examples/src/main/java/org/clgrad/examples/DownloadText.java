package org.clgrad.examples;

import java.net.URI;
import java.util.Locale;
import org.clgrad.nn.download.DownloadListener;
import org.clgrad.nn.download.PublishedFile;
import org.jspecify.annotations.Nullable;

/** Tells how a download goes, file by file. */
final class DownloadText implements DownloadListener {
    private final ProgressLine line;
    private @Nullable PublishedFile file;
    private long beginBytes;
    private long beginNanos;

    DownloadText(ProgressLine line) {
        this.line = line;
    }

    @Override
    public void arrived(PublishedFile next, long doneBytes) {
        if (!next.equals(file)) {
            file = next;
            beginBytes = doneBytes;
            beginNanos = System.nanoTime();
        }
        if (line.isDue()) {
            long percent = 100 * doneBytes / Math.max(1, next.sizeBytes());
            double seconds = (System.nanoTime() - beginNanos) / 1e9;
            line.show(String.format(
                    Locale.ROOT,
                    "%s%s %3d%%  of %s  %.1f MB/s",
                    next.name(),
                    line.bar(percent),
                    percent,
                    megabytes(next.sizeBytes()),
                    Math.max(0, doneBytes - beginBytes) / seconds / 1e6));
        }
    }

    @Override
    public void completed(PublishedFile done) {
        line.clear();
    }

    @Override
    public void failed(URI address, String reason) {
        line.keep("clgrad: " + address.getAuthority() + ": " + reason + "; asking the next mirror");
    }

    @Override
    public void waiting() {
        line.keep("clgrad: waiting for another process that downloads the same");
    }

    /** Like {@code 11.6 MB}. */
    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
