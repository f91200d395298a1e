package org.clgrad.nn.download;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine that answers byte for byte as a test wants; each connection is for one request. */
final class LocalServer implements Closeable {

    /** What was asked for; names of headers are in lower case. */
    record Request(String path, Map<String, String> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /** Where the range that is asked for begins, 0 where none is. */
        int begin() {
            return header("range")
                    .map(range -> Integer.parseInt(range.replaceAll("[^0-9]", "")))
                    .orElse(0);
        }
    }

    /** How to answer. The connection is closed when it returns. */
    interface Behaviour {
        void answer(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final Behaviour behaviour;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    LocalServer(Behaviour behaviour) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.behaviour = behaviour;
        threads.execute(this::accept);
    }

    /** Answers the first request in the first way, and so on; requests beyond the last in the last way. */
    static LocalServer of(Behaviour... inTurn) throws IOException {
        int[] next = new int[1];
        return new LocalServer((request, out) -> {
            Behaviour behaviour;
            synchronized (next) {
                behaviour = inTurn[Math.min(next[0]++, inTurn.length - 1)];
            }
            behaviour.answer(request, out);
        });
    }

    /** The address of its folder of files. */
    URI folder() {
        return URI.create("http://" + authority() + "/files/");
    }

    String authority() {
        return "localhost:" + socket.getLocalPort();
    }

    List<Request> requests() {
        return requests;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                threads.execute(() -> serve(connection));
            } catch (SocketException e) {
                return; // closed by the test
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            Request request = read(connection);
            requests.add(request);
            behaviour.answer(request, connection.getOutputStream());
        } catch (IOException e) {
            // The client has had enough, as in some tests it should.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request read(Socket connection) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
        String first = in.readLine();
        if (first == null) {
            throw new IOException("no request");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Request(first.split(" ", -1)[1], headers);
    }

    /** Ends all answers that are still going on. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    // ---- Ways to answer

    /** A status line and headers, each given as {@code "Name: value"}. */
    static void head(OutputStream out, String status, String... headers) throws IOException {
        String text = "HTTP/1.1 " + status + "\r\nConnection: close\r\n"
                + String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList()) + "\r\n";
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** As a good server answers, ranges included; closes the connection behind so many bytes of the content's end. */
    static Behaviour good(byte[] content, int end, String... headers) {
        return (request, out) -> {
            int begin = request.begin();
            String[] more = new String[headers.length + 2];
            System.arraycopy(headers, 0, more, 0, headers.length);
            more[headers.length] = "Content-Length: " + (content.length - begin);
            more[headers.length + 1] = begin == 0
                    ? "Accept-Ranges: bytes"
                    : "Content-Range: bytes " + begin + "-" + (content.length - 1) + "/" + content.length;
            head(out, begin == 0 ? "200 OK" : "206 Partial Content", more);
            out.write(content, begin, Math.max(0, end - begin));
            out.flush();
        };
    }

    static Behaviour good(byte[] content) {
        return good(content, content.length);
    }

    /** Like a good server that knows no ranges. */
    static Behaviour withoutRanges(byte[] content) {
        return (request, out) -> {
            head(out, "200 OK", "Content-Length: " + content.length);
            out.write(content);
            out.flush();
        };
    }

    static Behaviour status(String status, String... headers) {
        return (request, out) -> head(out, status, headers);
    }

    /** Answers as another does, and then keeps the connection open until the test ends. */
    static Behaviour thenStalls(Behaviour first) {
        return (request, out) -> {
            first.answer(request, out);
            synchronized (first) {
                first.wait(); // until the threads are interrupted
            }
        };
    }
}
