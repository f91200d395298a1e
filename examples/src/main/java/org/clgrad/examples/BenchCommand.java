package org.clgrad.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.clgrad.engine.Device;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.DeviceType;
import org.clgrad.engine.Devices;
import org.clgrad.engine.bench.Roofline;
import org.clgrad.examples.bench.Against;
import org.clgrad.examples.bench.BenchCase;
import org.clgrad.examples.bench.BenchCases;
import org.clgrad.examples.bench.ClgradPeer;
import org.clgrad.examples.bench.JsonLines;
import org.clgrad.examples.bench.Outcome;
import org.clgrad.examples.bench.Peer;
import org.clgrad.examples.bench.Ratio;
import org.clgrad.examples.bench.RooflinePicture;
import org.clgrad.examples.bench.Rounds;
import org.clgrad.nn.data.DataException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast a device does what networks are made of. */
@Command(
        name = "bench",
        description =
                "Measure how fast a device computes, case by case; each is checked before it is timed. Ends with status 1 "
                        + "if one is wrong.",
        mixinStandardHelpOptions = true,
        synopsisHeading = "usage: ",
        optionListHeading = "%n",
        sortOptions = false)
final class BenchCommand implements Callable<Integer> {
    private static final String STANDARD_OUTPUT = "-";
    private static final int DEFAULT_ROUNDS = 10;

    private Pattern filter = Pattern.compile("");

    @Option(names = "--list", description = "Measure nothing; list the cases.")
    private boolean list;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the figures for machines, a line each, to a file, or to standard output if it is '-'.")
    private @Nullable String json;

    private int rounds = DEFAULT_ROUNDS;
    private Optional<Against> against = Optional.empty();

    @Option(
            names = "--roofline",
            paramLabel = "FILE",
            description = "Draw the cases under the device's ceilings: a picture in SVG, or in PNG if it is called so.")
    private @Nullable Path roofline;

    @Mixin
    private final DeviceOptions deviceOptions = new DeviceOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--filter",
            paramLabel = "REGEX",
            description = "Measure only cases with such a part in their name, like '^gemm/' or 'resnet'.")
    void setFilter(String regex) {
        try {
            filter = Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new ParameterException(
                    spec.commandLine(), "--filter: no regular expression '" + regex + "': " + e.getDescription(), e);
        }
    }

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Batches of calls, of which the median counts. Default: " + DEFAULT_ROUNDS + ".")
    void setRounds(int value) {
        if (value < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--rounds: expected a whole number of 1 or more, got " + value);
        }
        rounds = value;
    }

    @Option(
            names = "--against",
            paramLabel = "LIST",
            description = "Take turns with other libraries, A B A B, and tell the ratios: libtorch, openblas, or both "
                    + "with a comma between. They are fetched when they are first asked for.")
    void setAgainst(String list) {
        try {
            against = Optional.of(Against.of(list));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--against: " + e.getMessage(), e);
        }
    }

    @Override
    public Integer call() {
        common.configureLogging(true);
        List<BenchCase> chosen = chosen();
        if (list) {
            chosen.forEach(wanted -> spec.commandLine().getOut().println(wanted.id()));
            spec.commandLine().getOut().flush();
            return 0;
        }
        Devices devices = Devices.discover();
        OptionalInt status = common.runWithOpenClFound(devices);
        if (status.isPresent()) {
            return status.getAsInt();
        }
        DeviceInfo info = devices.choose(deviceOptions.request());
        if (roofline != null && info.type() == DeviceType.HOST) {
            throw new ParameterException(
                    spec.commandLine(), "--roofline: expected an OpenCL device, got the host, which has no ceilings");
        }
        List<Peer> others = others();
        if (roofline != null) {
            claim(roofline);
        }
        try (Device device = devices.open(deviceOptions.request());
                PrintWriter lines = lines()) {
            return measure(chosen, info, device, others, lines) ? 0 : Main.FAILED;
        }
    }

    private List<BenchCase> chosen() {
        List<BenchCase> chosen = BenchCases.all(launcher()).stream()
                .filter(known -> filter.matcher(known.id()).find())
                .toList();
        if (chosen.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--filter: no case has '" + filter + "' in its name; --list lists them");
        }
        return chosen;
    }

    /** How this program is started: by the wrapper, or as this VM was. */
    private static List<String> launcher() {
        Optional<Path> wrapper = Wrapper.path();
        if (wrapper.isPresent()) {
            return List.of(wrapper.get().toString());
        }
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-agentlib:jdwp") && !option.startsWith("-Xrunjdwp"))
                .forEach(words::add);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return words;
    }

    // ---- Measuring

    /** Who is asked beside clgrad; none is started yet. */
    private List<Peer> others() {
        if (against.isEmpty()) {
            return List.of();
        }
        Path home = Wrapper.path().map(Path::getParent).orElse(Path.of(""));
        try {
            return against.get()
                    .peers(
                            home.resolve("examples/target/peers-classpath"),
                            Runtime.getRuntime().availableProcessors());
        } catch (IllegalStateException e) {
            throw new ParameterException(spec.commandLine(), "--against: " + e.getMessage(), e);
        }
    }

    private boolean measure(
            List<BenchCase> chosen, DeviceInfo info, Device device, List<Peer> others, PrintWriter lines) {
        List<Peer> peers = new ArrayList<>(List.of(new ClgradPeer(device, chosen)));
        peers.addAll(others);
        BenchText text = new BenchText(text(), chosen, peers);
        Optional<Roofline> ceilings =
                info.type() == DeviceType.HOST ? Optional.empty() : Optional.of(Roofline.measure(device));
        text.begin(info, ceilings);
        Optional<RooflinePicture> picture =
                ceilings.filter(known -> roofline != null).map(known -> new RooflinePicture(info.toString(), known));
        boolean good = true;
        try (Rounds turns = new Rounds(peers, rounds)) {
            for (BenchCase wanted : chosen) {
                List<Outcome> outcomes = turns.run(wanted);
                for (Outcome outcome : outcomes) {
                    text.tell(outcome, ceilings);
                    JsonLines.of(outcome, ceilings).forEach(lines::println);
                    good &= !outcome.isFailure();
                }
                List<Ratio> ratios = Ratio.of(outcomes);
                text.tell(ratios);
                ratios.stream().map(Ratio::jsonLines).forEach(three -> three.forEach(lines::println));
                lines.flush();
                Outcome ours = outcomes.get(0);
                picture.filter(drawn -> ours.isTimed()).ifPresent(drawn -> drawn.add(ours, wanted.countedWork(device)));
            }
        }
        picture.ifPresent(this::draw);
        return good;
    }

    private void draw(RooflinePicture picture) {
        Path file = Objects.requireNonNull(roofline, "a picture is made for a file only");
        try {
            picture.write(file);
        } catch (IOException e) {
            throw DataException.of(file, "cannot be written", e);
        }
    }

    /** Begins the picture's file, so that one that cannot be written is said before all is measured. */
    private void claim(Path file) {
        try {
            Files.write(file, new byte[0]);
        } catch (IOException e) {
            throw DataException.of(file, "cannot be written", e);
        }
    }

    /** Where the table goes: standard output, unless the lines for machines do. */
    private PrintWriter text() {
        return STANDARD_OUTPUT.equals(json)
                ? spec.commandLine().getErr()
                : spec.commandLine().getOut();
    }

    private PrintWriter lines() {
        if (json == null) {
            return new PrintWriter(Writer.nullWriter());
        }
        if (STANDARD_OUTPUT.equals(json)) {
            return spec.commandLine().getOut();
        }
        Path file = Path.of(json);
        try {
            return new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw DataException.of(file, "cannot be written", e);
        }
    }
}
