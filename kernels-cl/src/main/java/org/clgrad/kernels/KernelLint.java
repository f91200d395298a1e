package org.clgrad.kernels;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clgrad.kernels.OpenClText.CodeLine;

/**
 * Says what is wrong with a kernel that is well formed: what {@link KernelSource} accepts, but what would fail on some
 * device, or would not be what its header says. Needs no device.
 *
 * <ul>
 *   <li>The prose has {@code needs}, {@code writes}, {@code order} and {@code source}; every tunable is described.
 *   <li>Kernel functions are called as the variant, with or without a suffix.
 *   <li>A macro (a name of two or more letters in capitals) is a tunable, a specialise name, a type that the program
 *       chooses, defined in the text, or OpenCL's own.
 *   <li>What the header declares is used.
 *   <li>The tunables' defaults are legal, and fit local memory and work-group, on machines of the kind that the variant
 *       is for, with elements of 4 and of 8 bytes. What depends on dimensions is left out.
 *   <li>Local memory is declared where it is used, and a kernel whose local size the launcher chooses uses neither
 *       local memory, nor barriers, nor local ids.
 *   <li>A launch may be cut along its second and third dimension, whose sizes are not asked for.
 *   <li>Contraction is off, and transcendental functions come from {@code math.clh}. {@code native_*}, {@code half_*}
 *       and {@code mad} are for variants whose header has a field {@code relaxes:} with the error bound.
 *   <li>A floating-point constant has the type that is computed in: {@code AS_ACC(0.1)}, not {@code 0.1}, which is
 *       double, nor {@code 0.1f}, which is another number in double.
 * </ul>
 */
public final class KernelLint {
    private static final List<String> PROSE = List.of("needs", "writes", "order", "source");
    private static final Pattern MACRO = Pattern.compile("\\b[A-Z][A-Z0-9_]+\\b");
    private static final Pattern WORD = Pattern.compile("\\b[A-Za-z_]\\w*\\b");
    private static final Pattern DEFINE = Pattern.compile("\\s*#\\s*define\\s+(\\w+)(?:\\(([^)]*)\\))?.*");
    private static final Pattern PREDEFINED = Pattern.compile(
            "REAL|ACC|T[0-9]|TO" // chosen by the program, types.clh
                    + "|CLK_\\w+|CL_VERSION_\\w+|FP_FAST_FMAF?|(FLT|DBL|HALF)_\\w+|M_[A-Z0-9_]+"
                    + "|(CHAR|SCHAR|UCHAR|SHRT|USHRT|INT|UINT|LONG|ULONG)_(MIN|MAX|BIT)"
                    + "|INFINITY|NAN|MAXFLOAT|HUGE_VALF?|NULL");
    private static final Pattern TRANSCENDENTAL =
            Pattern.compile("\\b(exp|exp2|exp10|expm1|log|log2|log10|log1p|pow|pown"
                    + "|powr|rootn|sqrt|rsqrt|cbrt|sin|cos|tan|sincos|sinpi|cospi|tanpi|asin|acos|atan|atan2|sinh|cosh|tanh|asinh"
                    + "|acosh|atanh|erf|erfc|lgamma|tgamma|hypot)\\s*\\(");
    private static final Pattern RELAXED = Pattern.compile("\\b(native_\\w+|half_\\w+|mad)\\s*\\(");
    private static final Pattern LOCAL_MEMORY = Pattern.compile("\\b(?:__)?local\\b");
    private static final Pattern GROUP_WORD =
            Pattern.compile("\\b(get_local_id|get_local_size|get_group_id|get_num_groups|barrier|(?:__)?local)\\b");
    private static final Pattern SIZE_OF_A_PART =
            Pattern.compile("\\bget_(global_size|num_groups)\\s*\\(\\s*[12]\\s*\\)");
    private static final Pattern DECIMAL =
            Pattern.compile("(?<![\\w.])((?:\\d+\\.\\d*|\\.\\d+|\\d+(?=[eE]))(?:[eE][+-]?\\d+)?)([fF]?)(?![\\w.])");

    /** Limits of a machine that defaults must keep to. */
    private record Machine(String name, Prefers kind, long groupSize, long localBytes, long units, long vector)
            implements Names {
        @Override
        public OptionalLong value(String name) {
            return CapabilityName.all().contains(name)
                    ? OptionalLong.of(capability(CapabilityName.valueOf(name)))
                    : OptionalLong.empty();
        }

        private long capability(CapabilityName name) {
            return switch (name) {
                case MAX_WORK_GROUP_SIZE -> groupSize;
                case LOCAL_MEMORY_BYTES -> localBytes;
                case COMPUTE_UNITS -> units;
                case PREFERRED_VECTOR -> vector;
            };
        }
    }

    // The first two are what small and large GPUs report (Mali and Intel; NVIDIA without opting in to more), the last
    // one is PoCL on a CPU.
    private static final List<Machine> MACHINES = List.of(
            new Machine("a small GPU", Prefers.GPU, 256, 32 << 10, 4, 1),
            new Machine("a large GPU", Prefers.GPU, 1024, 48 << 10, 132, 1),
            new Machine("a CPU", Prefers.CPU, 4096, 256 << 10, 2, 8));

    /**
     * Something wrong.
     *
     * @param position where
     * @param message what, and what to do
     */
    public record Finding(Position position, String message) {
        /** {@code file:line:column: message}. */
        @Override
        public String toString() {
            return position + ": " + message;
        }
    }

    private final KernelSource source;
    private final Position start;
    private final List<CodeLine> lines;
    private final List<Finding> findings = new ArrayList<>();

    private KernelLint(KernelSource source) {
        this.source = source;
        this.start = new Position(source.name() + ".cl", 1, 1);
        this.lines = OpenClText.codeLines(source.text());
    }

    /** All that is wrong with {@code source}; empty if nothing is. */
    public static List<Finding> check(KernelSource source) {
        KernelLint lint = new KernelLint(source);
        lint.checkProse();
        lint.checkKernelNames();
        lint.checkMacros();
        lint.checkUse();
        lint.checkDefaults();
        lint.checkLocalMemory();
        lint.checkParts();
        lint.checkArithmetic();
        lint.checkConstants();
        return List.copyOf(lint.findings);
    }

    private void report(Position position, String message) {
        findings.add(new Finding(position, message));
    }

    private Position declaration(String name) {
        return source.header().declared().getOrDefault(name, start);
    }

    private void checkProse() {
        for (String field : PROSE) {
            if (source.prose(field).filter(text -> !text.isBlank()).isEmpty()) {
                report(start, "the header does not say '" + field + ":'");
            }
        }
        for (Tunable tunable : source.tunables()) {
            if (tunable.description().isEmpty()) {
                report(declaration(tunable.name()), "tunable " + tunable.name() + " is not described");
            }
        }
    }

    private void checkKernelNames() {
        String code = OpenClText.blankComments(source.original());
        for (OpenClText.KernelFunction kernel : OpenClText.kernels(code)) {
            if (!kernel.name().equals(source.name()) && !kernel.name().startsWith(source.name() + "_")) {
                report(
                        OpenClText.position(start.file(), code, kernel.index()),
                        "kernel '" + kernel.name() + "' is not called '" + source.name() + "' or '" + source.name()
                                + "_…'");
            }
        }
    }

    private void checkMacros() {
        Set<String> known = new HashSet<>(source.specialise());
        known.addAll(source.defaults().keySet());
        for (CodeLine line : lines) {
            Matcher define = DEFINE.matcher(line.code());
            if (define.matches()) {
                known.add(define.group(1));
                Optional.ofNullable(define.group(2))
                        .ifPresent(
                                parameters -> WORD.matcher(parameters).results().forEach(m -> known.add(m.group())));
            }
        }
        for (CodeLine line : lines) {
            if (line.code().stripLeading().startsWith("#pragma")) {
                continue;
            }
            Matcher macro = MACRO.matcher(line.code());
            while (macro.find()) {
                String name = macro.group();
                if (!known.contains(name) && !PREDEFINED.matcher(name).matches()) {
                    report(
                            line.position(macro.start()),
                            "macro " + name + " is declared nowhere: neither by //@tunable or //@specialise nor by a"
                                    + " #define (what is no macro has a small letter)");
                }
            }
        }
    }

    private void checkUse() {
        Set<String> inCode = new HashSet<>();
        for (CodeLine line : lines) {
            WORD.matcher(line.code()).results().forEach(word -> inCode.add(word.group()));
        }
        Set<String> inGrid = new HashSet<>();
        source.kernels().forEach(kernel -> grid(kernel).forEach(size -> inGrid.addAll(size.names())));
        Set<String> inExpressions = new HashSet<>(inGrid);
        source.requires().forEach(require -> inExpressions.addAll(require.names()));
        source.kernels()
                .forEach(kernel -> source.local(kernel).ifPresent(local -> inExpressions.addAll(local.names())));
        for (String name : source.specialise()) {
            if (!inCode.contains(name)) {
                report(declaration(name), "macro " + name + " is specialised, but the code does not use it");
            }
        }
        for (Tunable tunable : source.tunables()) {
            if (!inCode.contains(tunable.name()) && !inGrid.contains(tunable.name())) {
                report(declaration(tunable.name()), "neither the code nor a grid uses tunable " + tunable.name());
            }
        }
        for (String dim : source.dims()) {
            if (!inExpressions.contains(dim)) {
                report(declaration(dim), "no expression uses dimension " + dim);
            }
        }
    }

    private List<IntExpression> grid(String kernel) {
        Grid grid = source.grid(kernel);
        return Stream.of(grid.global(), grid.groups(), grid.items())
                .flatMap(List::stream)
                .toList();
    }

    private void checkDefaults() {
        for (Machine machine : MACHINES) {
            if (source.prefers() != Prefers.ANY && source.prefers() != machine.kind()) {
                continue;
            }
            for (long elementBytes : new long[] {4, 8}) {
                List<Finding> found = findDefaults(machine, elementBytes);
                if (!found.isEmpty()) {
                    // The first machine says it; the others would say the same again.
                    findings.addAll(found);
                    return;
                }
            }
        }
    }

    private List<Finding> findDefaults(Machine machine, long elementBytes) {
        String where = " on " + machine.name() + ", with elements of " + elementBytes + " bytes";
        Names names = Names.of(source.defaults())
                .or(machine)
                .or(name -> name.startsWith("sizeof(") ? OptionalLong.of(elementBytes) : OptionalLong.empty());
        List<Finding> found = new ArrayList<>();
        for (IntExpression require : source.requires()) {
            if (canEvaluate(require, names) && !require.holds(names)) {
                found.add(new Finding(
                        require.position(), "the defaults " + source.defaults() + " break '" + require + "'" + where));
            }
        }
        for (String kernel : source.kernels()) {
            source.local(kernel).filter(local -> canEvaluate(local, names)).ifPresent(local -> {
                long bytes = local.evaluate(names);
                if (bytes > machine.localBytes()) {
                    found.add(new Finding(
                            local.position(),
                            "the defaults need " + bytes + " bytes of local memory, too much" + where));
                }
            });
            List<IntExpression> items = source.grid(kernel).items();
            if (items.stream().allMatch(size -> canEvaluate(size, names))) {
                long group =
                        items.stream().mapToLong(size -> size.evaluate(names)).reduce(1, Math::multiplyExact);
                if (group > machine.groupSize()) {
                    found.add(new Finding(
                            items.get(0).position(),
                            "the defaults make work-groups of " + group + " items, too many" + where));
                }
            }
        }
        return found;
    }

    private static boolean canEvaluate(IntExpression expression, Names names) {
        return expression.names().stream().allMatch(name -> names.value(name).isPresent());
    }

    private void checkLocalMemory() {
        boolean declared = source.kernels().stream()
                .anyMatch(kernel -> source.local(kernel).isPresent());
        boolean allFlexible =
                source.kernels().stream().allMatch(kernel -> source.grid(kernel).flexible());
        for (CodeLine line : lines) {
            Matcher word = GROUP_WORD.matcher(line.code());
            // types.clh gives one a new meaning, which is no use of it.
            boolean isDefinition = line.code().startsWith("#define get_group_id");
            if (allFlexible && !isDefinition && word.find()) {
                report(
                        line.position(word.start()),
                        "'" + word.group(1) + "' needs a grid of groups and items: with a global size only, the"
                                + " launcher chooses the groups");
            }
            Matcher local = LOCAL_MEMORY.matcher(line.code());
            if (!declared && !allFlexible && local.find()) {
                report(line.position(local.start()), "local memory is used, but no //@local says how much");
            }
        }
    }

    private void checkArithmetic() {
        if (lines.stream().noneMatch(line -> line.code().matches("\\s*#pragma OPENCL FP_CONTRACT OFF\\s*"))) {
            report(start, "contraction is not off: #include \"types.clh\"");
        }
        for (CodeLine line : lines) {
            Matcher function = TRANSCENDENTAL.matcher(line.code());
            while (!line.file().equals("math.clh") && function.find()) {
                report(
                        line.position(function.start()),
                        "call m_" + function.group(1) + " of math.clh, not " + function.group(1));
            }
            Matcher relaxed = RELAXED.matcher(line.code());
            while (source.prose("relaxes").isEmpty() && relaxed.find()) {
                report(
                        line.position(relaxed.start()),
                        "'" + relaxed.group(1) + "' relaxes the arithmetic, but the header does not say 'relaxes:'");
            }
        }
    }

    private void checkParts() {
        for (CodeLine line : lines) {
            Matcher size = SIZE_OF_A_PART.matcher(line.code());
            while (size.find()) {
                report(
                        line.position(size.start()),
                        size.group() + " is that of a part of the launch: make the number an argument");
            }
        }
    }

    private void checkConstants() {
        for (CodeLine line : lines) {
            Matcher constant = DECIMAL.matcher(line.code());
            while (constant.find()) {
                String number = constant.group(1);
                boolean single = !constant.group(2).isEmpty();
                if (single ? Float.parseFloat(number) != Double.parseDouble(number) : !isConverted(line, constant)) {
                    report(
                            line.position(constant.start()),
                            constant.group() + (single ? " is another number in double" : " is of type double")
                                    + ": write AS_ACC(" + number + ")");
                }
            }
        }
    }

    /** Whether a constant is an argument of AS_ACC, directly or within an expression, on the same line. */
    private static boolean isConverted(CodeLine line, Matcher constant) {
        String before = line.code().substring(0, constant.start());
        int open = before.lastIndexOf("AS_ACC(");
        if (open < 0) {
            return false;
        }
        int depth = 0;
        for (int i = open; i < before.length(); i++) {
            char c = before.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ')' && depth == 0) {
                return false;
            }
        }
        return true;
    }
}
