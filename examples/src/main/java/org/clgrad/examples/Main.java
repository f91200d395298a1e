package org.clgrad.examples;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.clgrad.engine.DeviceException;
import org.clgrad.nn.data.DataException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. What goes wrong is told in one line on the error stream, and in the exit status:
 * {@value #BAD_REQUEST} where the request cannot be met as it stands (flags, files, folders, devices), {@value #FAILED}
 * where it failed on the way.
 */
@Command(
        name = "clgrad",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        header = "Trains neural networks on any OpenCL device, from Java.",
        synopsisHeading = "usage: ",
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%n",
        commandListHeading = "%n",
        sortOptions = false,
        usageHelpAutoWidth = true)
public final class Main implements Runnable {
    static final int FAILED = 1;
    static final int BAD_REQUEST = 2;

    /** How each command is made, in the order of the help text. */
    private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("train", TrainCommand::new);
        COMMANDS.put("eval", EvalCommand::new);
        COMMANDS.put("predict", PredictCommand::new);
        COMMANDS.put("devices", DevicesCommand::new);
        COMMANDS.put("doctor", DoctorCommand::new);
        COMMANDS.put("bench", BenchCommand::new);
        COMMANDS.put("tune", TuneCommand::new);
        COMMANDS.put("cache", CacheCommand::new);
        COMMANDS.put("bundle", BundleCommand::new);
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private Main() {}

    /** Runs the command line and ends the process with its exit status. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Main());
        commands(args).forEach(command -> line.addSubcommand(command.get()));
        line.getCommandSpec()
                .usageMessage()
                .footer(
                        "  test     Run the whole test suite: test [--no-install] [--all-platforms] [options of Maven].",
                        "  format   Format the sources.");
        System.exit(run(line, args));
    }

    /** The command that is named first, or else all: to look into each one's annotations takes 10 ms of a start. */
    private static Collection<Supplier<Object>> commands(String... args) {
        Supplier<Object> named = args.length == 0 ? null : COMMANDS.get(args[0]);
        return named == null ? COMMANDS.values() : List.of(named);
    }

    private static int run(CommandLine line, String... args) {
        PrintWriter err = line.getErr();
        // Looked for before parsing, since parsing may be what fails.
        boolean debug = Arrays.asList(args).contains(CommonOptions.DEBUG);
        line.setParameterExceptionHandler((e, a) -> {
            String command = e.getCommandLine().getCommandSpec().qualifiedName();
            return report(err, problem(e, args), e, debug, " (see ./" + command + " --help)", BAD_REQUEST);
        });
        line.setExecutionExceptionHandler((e, l, parsed) -> report(err, message(e), e, debug, "", status(e)));
        try {
            return line.execute(commandFirst(line, args));
        } catch (OutOfMemoryError e) {
            return report(err, message(e), e, debug, " (JAVA_TOOL_OPTIONS=-Xmx… gives Java more memory)", FAILED);
        }
    }

    /** Moves options that stand before the command behind it, where picocli wants them. */
    private static String[] commandFirst(CommandLine line, String... args) {
        int command = 0;
        boolean known = true;
        // What follows an option that nobody knows may be its value.
        while (command < args.length
                && (args[command].startsWith("-")
                        || (!known && !line.getSubcommands().containsKey(args[command])))) {
            String[] nameAndValue = args[command].split("=", 2);
            Optional<OptionSpec> option = line.getSubcommands().values().stream()
                    .map(sub -> sub.getCommandSpec().findOption(nameAndValue[0]))
                    .filter(Objects::nonNull)
                    .findFirst();
            known = option.isPresent();
            command += 1
                    + (nameAndValue.length == 2
                            ? 0
                            : option.map(o -> o.arity().min()).orElse(0));
        }
        if (command >= args.length) {
            return args;
        }
        List<String> moved = new ArrayList<>(Arrays.asList(args));
        Collections.rotate(moved.subList(0, command + 1), 1);
        return moved.toArray(String[]::new);
    }

    /** What the command line's reader found; of several words that it does not know, the first is the one to blame. */
    private static String problem(ParameterException e, String... args) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return message(e);
        }
        List<String> unknown =
                Arrays.stream(args).filter(unmatched.getUnmatched()::contains).toList();
        Optional<String> option =
                unknown.stream().filter(word -> word.startsWith("-")).findFirst();
        String suggestions = unmatched.getSuggestions().isEmpty()
                ? ""
                : "; perhaps " + String.join(" or ", unmatched.getSuggestions());
        return option.map(word -> "unknown option '" + word + "'")
                        .orElse("unexpected '" + (unknown.isEmpty() ? unmatched.getUnmatched() : unknown).get(0) + "'")
                + suggestions;
    }

    private static int status(Exception e) {
        boolean refused = e instanceof DataException || (e instanceof DeviceException device && device.isRefusal());
        return refused ? BAD_REQUEST : FAILED;
    }

    private static String message(Throwable e) {
        return e.getMessage() == null || e.getMessage().isBlank() ? e.toString() : e.getMessage();
    }

    private static int report(PrintWriter err, String message, Throwable e, boolean debug, String hint, int status) {
        List<String> lines = message.lines().toList();
        // Whose kernel does not build wants to see the compiler's log; of anything else, one line is enough.
        boolean all = e instanceof DeviceException device && device.isRefusal();
        String more = lines.size() > 1 && !debug && !all ? " (" + CommonOptions.DEBUG + " shows the rest)" : "";
        err.println("clgrad: " + lines.get(0) + more + hint);
        if (debug) {
            e.printStackTrace(err);
        } else if (all) {
            lines.stream().skip(1).forEach(err::println);
        }
        err.flush();
        return status;
    }

    /** Without a command there is nothing to do: an error, so that a script notices. */
    @Override
    public void run() {
        String commands = String.join(", ", spec.subcommands().keySet());
        throw new ParameterException(spec.commandLine(), "expected a command: " + commands);
    }
}
