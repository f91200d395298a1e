package org.clgrad.examples.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The libraries to compare with, as {@code --against} names them.
 *
 * <p>libtorch is two peers, {@code libtorch} as it is and {@code libtorch-malloc} with settings of glibc's allocator that
 * make it keep its big buffers, which spares the kernel to clear them each time. A case is compared with the better one.
 */
public final class Against {
    /** What there is. */
    private static final List<String> NAMES = List.of("libtorch", "openblas");

    /** Before the first answer ResNet-50 is trained for six steps: 10 s on two idle cores, minutes on busy ones. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final String PACKAGE = "org.clgrad.examples.bench.";

    private static final Map<String, String> KEPT_BUFFERS = Map.of(
            "MALLOC_MMAP_THRESHOLD_", "8589934592",
            "MALLOC_TRIM_THRESHOLD_", "17179869184",
            "MALLOC_TOP_PAD_", "268435456",
            "MALLOC_ARENA_MAX", "1");

    private final Set<String> names;

    private Against(Set<String> names) {
        this.names = names;
    }

    /**
     * The libraries that a list names, such as {@code libtorch,openblas}.
     *
     * @throws IllegalArgumentException if it names none, or one that there is not
     */
    public static Against of(String list) {
        Set<String> names = new LinkedHashSet<>();
        for (String word : list.split(",", -1)) {
            String name = word.strip();
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "nothing to compare with is called \"" + name + "\"; there are: " + String.join(", ", NAMES));
            }
            names.add(name);
        }
        return new Against(names);
    }

    /**
     * The peers, none of them started.
     *
     * @param classPath the file {@code peers-classpath} in the folder {@code examples/target} of a checkout, as the Maven
     *     profile {@code peers} writes it; what the libraries unpack goes beside it
     * @param threads with how many each peer computes
     * @throws IllegalStateException if the file is not there
     */
    public List<Peer> peers(Path classPath, int threads) {
        if (!Files.isReadable(classPath)) {
            throw new IllegalStateException("there is no " + classPath + "; to make it: mvn -Ppeers -pl examples/peers"
                    + " package -Dmaven.test.skip=true (the wrapper ./clgrad does that for bench --against)");
        }
        Path unpacked = classPath.toAbsolutePath();
        List<Peer> peers = new ArrayList<>();
        for (String name : names) {
            if (name.equals("libtorch")) {
                List<String> command = command(
                        classPath,
                        "torch.TorchPeer",
                        "-Dai.djl.pytorch.num_threads=" + threads,
                        "-Dai.djl.pytorch.num_interop_threads=1");
                Map<String, String> environment = environment(threads);
                environment.put("DJL_CACHE_DIR", unpacked.resolveSibling("djl").toString());
                environment.put("OPT_OUT_TRACKING", "true"); // DJL tells nobody that it is used
                peers.add(new PeerProcess(name, command, environment, LIMIT));
                environment.putAll(KEPT_BUFFERS);
                peers.add(new PeerProcess(name + "-malloc", command, environment, LIMIT));
            } else {
                List<String> command = command(
                        classPath,
                        "openblas.OpenBlasPeer",
                        "-Dorg.bytedeco.javacpp.cachedir=" + unpacked.resolveSibling("javacpp"));
                peers.add(new PeerProcess(name, command, environment(threads), LIMIT));
            }
        }
        return peers;
    }

    private static Map<String, String> environment(int threads) {
        Map<String, String> environment = new HashMap<>();
        environment.put("OMP_NUM_THREADS", Integer.toString(threads));
        environment.put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
        return environment;
    }

    private static List<String> command(Path classPath, String main, String... options) {
        String libraries;
        try {
            libraries = Files.readString(classPath).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(classPath + " cannot be read: " + e.getMessage(), e);
        }
        Path classes = classPath
                .toAbsolutePath()
                .resolveSibling("../peers/target/classes")
                .normalize();
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-XX:+UseSerialGC"); // no threads beside those that are measured
        words.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        words.addAll(List.of(options));
        words.addAll(List.of("-cp", classes + System.getProperty("path.separator") + libraries, PACKAGE + main));
        return words;
    }
}
