package org.clgrad.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.clgrad.autograd.GradMode;
import org.clgrad.autograd.Tensor;
import org.clgrad.autograd.Tensors;
import org.clgrad.engine.Device;
import org.clgrad.engine.Devices;
import org.clgrad.engine.Scope;
import org.clgrad.engine.tensor.DType;
import org.clgrad.engine.tensor.Shape;
import org.clgrad.tests.kit.Checkout;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the fuzzer: a few graphs from a fixed seed; with {@code -Dclgrad.fuzz.minutes=60} for that long from a new one, which
 * {@code -Dclgrad.fuzz.seed=N} gives again. What it finds is written to {@code target/fuzz} as tests.
 */
class FuzzTest {
    private static final int MINUTES = Integer.getInteger("clgrad.fuzz.minutes", 0);
    private static final int GRAPHS = Integer.getInteger("clgrad.fuzz.graphs", 10);
    private static final int MOST_NODES = 6;
    private static final int REPORTED = 20;
    /** Those of graphs, the one that a device may lack twice at the end. */
    private static final List<DType> REALS =
            List.of(DType.F32, DType.F32, DType.F32, DType.F16, DType.BF16, DType.F64, DType.F64);

    /** A graph of a seed has a seed of its own, so that one can be run again alone. */
    private static Random random(long seed, int number) {
        return new Random(seed * 1_000_003 + number);
    }

    @Test
    void devicesAgreeOnRandomGraphs() throws IOException {
        long seed = Long.getLong("clgrad.fuzz.seed", MINUTES == 0 ? 20261129 : System.nanoTime() & 0xffffff);
        System.out.println("Fuzzer: -Dclgrad.fuzz.seed=" + seed);
        Device device = TestRun.current().devices().get(0).device();
        boolean fp64 = device.capabilities().fp64();
        Vocabulary vocabulary = new Vocabulary(Stream.of(DType.values())
                .filter(dtype -> fp64 || dtype != DType.F64)
                .toList());
        Graph.Met met = new Graph.Met();
        List<String> failures = new ArrayList<>();
        int graphs = 0;
        int nodes = 0;
        long start = System.nanoTime();
        long end = start + TimeUnit.MINUTES.toNanos(MINUTES);
        try (Device host = Devices.openHost()) {
            Agreement agreement = new Agreement(host, device);
            while (MINUTES == 0 ? graphs < GRAPHS : System.nanoTime() < end && failures.size() < REPORTED) {
                Random random = random(seed, graphs);
                DType real = REALS.get(random.nextInt(fp64 ? REALS.size() : REALS.size() - 2));
                Graph graph = Graph.draw(vocabulary, host, real, 1 + random.nextInt(MOST_NODES), random, met);
                graphs++;
                nodes += graph.calls().size();
                Optional<String> different = disagreement(host, agreement, graph, () -> met.leftOpen++);
                if (different.isPresent()) {
                    String name = "Found" + seed + "Graph" + (graphs - 1) + "Test";
                    Graph smallest = new Shrinking(host, g -> disagreement(host, agreement, g, () -> {})
                                    .isPresent())
                            .of(graph);
                    // What is not so a second time is worth knowing, too.
                    String what =
                            disagreement(host, agreement, smallest, () -> {}).orElse("once: " + different.get());
                    Path folder = Files.createDirectories(Checkout.path("target/fuzz"));
                    Path file = folder.resolve(name + ".java");
                    Files.writeString(file, FoundTest.source(name, "seed " + seed, what, smallest));
                    failures.add(smallest.calls() + ": " + what + "; " + file);
                    System.out.println("Fuzzer: " + failures.get(failures.size() - 1));
                }
            }
        }
        long minutes = TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - start);
        String figures = graphs + " graphs of " + nodes + " operations, " + met.operations.size() + " of "
                + vocabulary.size() + " operations met, " + met.refusals + " calls refused, " + met.leftOpen
                + " left out as open, " + failures.size()
                + " disagreements, in " + minutes + " minutes";
        System.out.println("Fuzzer: " + figures);
        met.oddRefusals.values().forEach(odd -> System.out.println("Fuzzer: refused in another way: " + odd));
        if (MINUTES > 0) {
            Path page = Checkout.path("docs/proofs/fuzzer.md");
            Files.createDirectories(page.getParent());
            Files.writeString(
                    page,
                    "- **Fuzzer**: small graphs of random operations, forward and backward, on PoCL against the host"
                            + " (`FuzzTest`);\n  its last long run, from seed " + seed + ": " + figures + ".\n");
        }
        assertThat(failures).isEmpty();
        assertThat(met.oddRefusals.values())
                .as("refused in another way than by a MismatchException")
                .isEmpty();
    }

    private static Optional<String> disagreement(Device host, Agreement agreement, Graph graph, Runnable open) {
        OpenQuestions questions = new OpenQuestions(host);
        Optional<String> different = agreement.disagreement(graph.leaves(), leaves -> graph.apply(leaves, questions));
        if (questions.met() && different.filter(Agreement::isOfGradient).isPresent()) {
            open.run();
            return Optional.empty();
        }
        return different;
    }

    /** A device that is wrong in one operation is played by a graph that asks where it is. */
    @Test
    void aWrongResultIsSeen() {
        Device device = TestRun.current().devices().get(0).device();
        try (Device host = Devices.openHost()) {
            Agreement agreement = new Agreement(host, device);
            List<Leaf> leaves = List.of(new Leaf(DType.F32, Shape.of(3), 1, 2, 3));
            Agreement.Program wrong = in -> {
                Tensor x = in.get(0);
                return List.of(x.device() == device ? x.square().add(0.01) : x.square());
            };
            Agreement.Program wrongGradient = in -> {
                Tensor x = in.get(0);
                return List.of(x.device() == device ? x.mul(x.detach()) : x.square());
            };
            assertThat(agreement.disagreement(leaves, wrong)).isPresent();
            assertThat(agreement.disagreement(leaves, wrongGradient))
                    .get()
                    .asString()
                    .contains("gradient");
            assertThat(agreement.disagreement(leaves, in -> List.of(in.get(0).square())))
                    .isEmpty();
        }
    }

    /** A unit of roundoff of a sum, which the cosine makes large, and no small change of its small operand shows. */
    @Test
    void roundingOnTheWayIsNoFault() {
        Device device = TestRun.current().devices().get(0).device();
        try (Device host = Devices.openHost()) {
            Agreement agreement = new Agreement(host, device);
            List<Leaf> leaves = List.of(new Leaf(DType.F32, Shape.of(3), 0.1, 0.2, 0.3));
            double offByOne = 1 + 2 * DType.F32.unitRoundoff();
            assertThat(agreement.disagreement(
                            leaves,
                            in -> List.of(factored(in.get(0), device, offByOne).cos())))
                    .isEmpty();
            assertThat(agreement.disagreement(
                            leaves,
                            in -> List.of(
                                    factored(in.get(0), device, offByOne + 1e-3).cos())))
                    .isPresent();
        }
    }

    /** x + 8000, on one device times a factor. */
    private static Tensor factored(Tensor x, Device device, double factor) {
        return x.device() == device ? x.add(8000).mul(factor) : x.add(8000);
    }

    /** Numbers are those of one seed, and what was saved and changed since is refused alike. */
    @Test
    void chanceAndRefusalsAgree() {
        Device device = TestRun.current().devices().get(0).device();
        double[] ones = DoubleStream.generate(() -> 1).limit(64).toArray();
        try (Device host = Devices.openHost()) {
            Agreement agreement = new Agreement(host, device);
            List<Leaf> leaves = List.of(new Leaf(DType.F32, Shape.of(64), ones));
            Agreement.Program dropped =
                    in -> List.of(in.get(0).dropout(0.5), in.get(0).alphaDropout(0.5), Tensors.randn(64));
            Agreement.Program saved = in -> {
                Tensor squares = in.get(0).square();
                return List.of(squares, changed(in.get(0)));
            };
            Agreement.Program refusedOnce = in -> in.get(0).device() == device
                    ? List.of(in.get(0).add(1).square().sub(0), changed(in.get(0)))
                    : saved.apply(in);
            assertThat(agreement.disagreement(leaves, dropped)).isEmpty();
            assertThat(agreement.disagreement(leaves, saved)).isEmpty();
            assertThat(agreement.disagreement(leaves, refusedOnce))
                    .get()
                    .asString()
                    .contains("gradient refused");
        }
    }

    /** With a graph it would be refused. */
    private static Tensor changed(Tensor x) {
        try (Scope scope = GradMode.noGrad()) {
            return x.addInPlace(1);
        }
    }

    /** All operations but those of a formula of the user's own. */
    @Test
    void thereIsAnArgumentForEveryOperation() {
        assertThat(new Vocabulary(List.of(DType.values())).unknown())
                .extracting(java.lang.reflect.Method::getName)
                .containsExactlyInAnyOrder("apply", "applyInPlace");
    }

    /** Whatever has a certain operation counts as a failure: that one, of the least tensors, is left, as a test that compiles. */
    @Test
    void whatIsFoundIsMadeSmallAndWritten(@TempDir Path folder) throws IOException {
        try (Device host = Devices.openHost()) {
            Graph graph = Graph.draw(
                    new Vocabulary(List.of(DType.values())), host, DType.F32, 8, new Random(3), new Graph.Met());
            Call last = graph.calls().get(graph.calls().size() - 1);
            Graph smallest = new Shrinking(host, candidate -> {
                        candidate.pruned(host, i -> true); // throws if what is left does not fit together
                        return candidate.calls().stream()
                                .anyMatch(call -> call.method().equals(last.method()));
                    })
                    .of(graph);
            assertThat(smallest.calls()).hasSizeLessThan(graph.calls().size());
            assertThat(smallest.leaves()).hasSizeLessThan(graph.leaves().size());
            Path file = folder.resolve("FoundHereTest.java");
            Files.writeString(file, FoundTest.source("FoundHereTest", "seed 3", "a reason", smallest));
            int status = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            null,
                            "-d",
                            folder.toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "-proc:none",
                            file.toString());
            assertThat(status).as(Files.readString(file)).isZero();
        }
    }
}
