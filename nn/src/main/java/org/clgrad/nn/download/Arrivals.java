package org.clgrad.nn.download;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.clgrad.nn.data.DataException;
import org.jspecify.annotations.Nullable;

/**
 * A response's bytes in the order in which they arrive. Whoever takes them never waits for long: a stream of the HTTP
 * client would wait for ever for a server that has stopped sending without closing the connection.
 */
final class Arrivals implements Flow.Subscriber<List<ByteBuffer>>, Closeable {

    private sealed interface Event {}

    private record Bytes(List<ByteBuffer> buffers) implements Event {}

    private record End(@Nullable Throwable failure) implements Event {}

    private final Duration patience;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;

    /** @param patience how long to wait for the next bytes */
    Arrivals(Duration patience) {
        this.patience = patience;
    }

    /**
     * The next bytes; none at the end.
     *
     * @throws IOException if the connection broke, or nothing came for too long
     */
    Optional<List<ByteBuffer>> next() throws IOException {
        Event event;
        try {
            event = events.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("download: interrupted");
        }
        if (event == null) {
            throw new IOException("stopped sending");
        }
        if (event instanceof Bytes bytes) {
            request();
            return Optional.of(bytes.buffers);
        }
        Throwable failure = ((End) event).failure;
        if (failure != null) {
            throw new IOException("the connection broke", failure);
        }
        return Optional.empty();
    }

    private void request() {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.request(1);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        events.add(new Bytes(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        events.add(new End(failure));
    }

    @Override
    public void onComplete() {
        events.add(new End(null));
    }

    /** Takes no more; the connection is given up. */
    @Override
    public void close() {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }
}
