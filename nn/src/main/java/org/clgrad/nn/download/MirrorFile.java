package org.clgrad.nn.download;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clgrad.nn.data.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A file at one mirror, asked for as often as that brings it nearer.
 *
 * <p>What is here already is not asked for again (RFC 9110, §14, range requests), whoever sent it: in the end the digest
 * decides. If it says no, and not all came from one answer, all is asked for once more.
 */
final class MirrorFile {
    /** Answers that break off half-way are gone on with so often. */
    private static final int TRIES = 5;

    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|[*])");
    /** Only a strong one says that bytes are the same; §8.8.1. */
    private static final Pattern STRONG_ETAG = Pattern.compile("\"[\\x21\\x23-\\x7e]{0,256}\"");

    private final HttpClient client;
    private final Duration patience;
    private final URI address;
    private final PublishedFile file;
    private final DownloadListener listener;
    /** Of the answer that brought the last bytes. */
    private @Nullable String etag;

    private long received;

    MirrorFile(HttpClient client, Duration patience, URI address, PublishedFile file, DownloadListener listener) {
        this.client = client;
        this.patience = patience;
        this.address = address;
        this.file = file;
        this.listener = listener;
    }

    /**
     * Fetches what is not here yet.
     *
     * @throws IOException if the mirror does not do; the message says why, and the part holds nothing that is known to be
     *     wrong
     * @throws DataException if the part cannot be written
     */
    void fetch(PartFile part) throws IOException {
        for (int tries = 1; ; tries++) {
            boolean begun = part.length() > 0;
            long before = received;
            try {
                if (part.length() < file.sizeBytes()) {
                    request(part);
                }
                if (part.isRight()) {
                    return;
                }
                part.clear();
                if (!begun || tries == TRIES) {
                    throw new MirrorException("sent other bytes than were published");
                }
            } catch (MirrorException e) {
                throw e;
            } catch (IOException e) {
                if (received == before || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void request(PartFile part) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (part.length() > 0) {
            request.header("Range", "bytes=" + part.length() + "-");
            if (etag != null) {
                request.header("If-Range", etag);
            }
        }
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = answer(request.build());
        try (Arrivals arrivals = new Arrivals(patience)) {
            response.body().subscribe(arrivals);
            if (begins(response, part)) {
                receive(arrivals, part);
            }
        }
    }

    private HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofPublisher());
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer in time", e);
        } catch (ExecutionException e) {
            throw new IOException(reason(e.getCause()), e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new DataException("download: interrupted");
        }
    }

    /** What the HTTP client means; most of its exceptions for a connection that cannot be made have no message. */
    static String reason(@Nullable Throwable failure) {
        if (isOf(failure, UnresolvedAddressException.class) || isOf(failure, UnknownHostException.class)) {
            return "unknown host";
        }
        if (isOf(failure, HttpConnectTimeoutException.class)) {
            return "no connection in time";
        }
        if (isOf(failure, ConnectException.class)) {
            return "no connection";
        }
        return failure == null || failure.getMessage() == null ? String.valueOf(failure) : failure.getMessage();
    }

    /** Whether a failure or one of its causes is of a kind. */
    private static boolean isOf(@Nullable Throwable failure, Class<? extends Exception> kind) {
        Throwable cause = failure;
        while (cause != null && !kind.isInstance(cause)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    /** Whether the answer goes on where the part ends; if the answer begins the file anew, the part does so too. */
    private boolean begins(HttpResponse<?> response, PartFile part) throws MirrorException {
        switch (response.statusCode()) {
            case OK -> {
                long length =
                        response.headers().firstValueAsLong("Content-Length").orElse(file.sizeBytes());
                checkSize(length);
                part.clear();
            }
            case PARTIAL_CONTENT -> checkRange(response, part.length());
            case RANGE_NOT_SATISFIABLE -> {
                // There is less there than here: one of the two is wrong, and only this one can be thrown away.
                part.clear();
                return false;
            }
            default ->
                throw new MirrorException(
                        "HTTP " + response.statusCode() + (isRedirect(response) ? ", a redirection without end" : ""));
        }
        etag = response.headers()
                .firstValue("ETag")
                .filter(value -> STRONG_ETAG.matcher(value).matches())
                .orElse(null);
        return true;
    }

    /** The client follows redirections, except very many of them and those from https to http. */
    private static boolean isRedirect(HttpResponse<?> response) {
        return response.statusCode() / 100 == 3;
    }

    private void checkRange(HttpResponse<?> response, long begin) throws MirrorException {
        String range = response.headers().firstValue("Content-Range").orElse("");
        Matcher parts = CONTENT_RANGE.matcher(range);
        if (!parts.matches() || Long.parseLong(parts.group(1)) != begin) {
            throw new MirrorException("sent another part than it was asked for");
        }
        if (!parts.group(2).equals("*")) {
            checkSize(Long.parseLong(parts.group(2)));
        }
    }

    private void checkSize(long length) throws MirrorException {
        if (length != file.sizeBytes()) {
            throw new MirrorException("has " + length + " bytes in place of " + file.sizeBytes());
        }
    }

    private void receive(Arrivals arrivals, PartFile part) throws IOException {
        for (Optional<List<ByteBuffer>> next = arrivals.next(); next.isPresent(); next = arrivals.next()) {
            for (ByteBuffer bytes : next.get()) {
                if (bytes.remaining() > file.sizeBytes() - part.length()) {
                    part.clear();
                    throw new MirrorException("sends more than " + file.sizeBytes() + " bytes");
                }
                received += bytes.remaining();
                part.append(bytes);
            }
            listener.arrived(file, part.length());
        }
        if (part.length() < file.sizeBytes()) {
            throw new IOException("ended after " + part.length() + " of " + file.sizeBytes() + " bytes");
        }
    }
}
