package org.clgrad.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the comment block at the top of a kernel file; the form is in the package's documentation. */
final class KernelHeaderParser {
    private static final String DIRECTIVE = "//@";
    private static final Set<String> DIRECTIVES =
            Set.of("variant", "prefers", "dims", "tunable", "require", "local", "grid", "specialise", "shared");
    private static final Pattern HEADLINE = Pattern.compile("// (\\w+): +(\\S.*)");
    private static final Pattern FIELD = Pattern.compile("// ([a-z]+):(?: +(.*))?");
    private static final Pattern SIZE_NAME = Pattern.compile("sizeof\\((real|acc|T[0-9]|TO)\\)");

    private final String file;
    private final List<String> lines;

    private @Nullable String variant;
    private String routine = "";
    private @Nullable Prefers prefers;
    private boolean shared;
    private final Map<String, StringBuilder> prose = new LinkedHashMap<>();
    private final List<String> dims = new ArrayList<>();
    private final List<Tunable> tunables = new ArrayList<>();
    private final List<IntExpression> requires = new ArrayList<>();
    private final Map<String, Grid> grids = new LinkedHashMap<>();
    private final Map<String, IntExpression> locals = new LinkedHashMap<>();
    private final List<String> specialise = new ArrayList<>();
    private final Map<String, Position> declared = new LinkedHashMap<>();
    private final Map<String, Position> kernelNames = new LinkedHashMap<>();
    private final List<IntExpression> expressions = new ArrayList<>();

    private KernelHeaderParser(String file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    /** Reads the block at the top of {@code text}; {@code file} is named in errors. */
    static KernelHeader parse(String file, String text) {
        List<String> all = text.lines().toList();
        Matcher headline = HEADLINE.matcher(all.isEmpty() ? "" : all.get(0));
        if (!headline.matches()) {
            throw new KernelSourceException(
                    new Position(file, 1, 1), "expected the headline '// variant_name: what it computes'");
        }
        int end = 0;
        while (end < all.size() && all.get(end).startsWith("//")) {
            end++;
        }
        for (int i = end; i < all.size(); i++) {
            if (all.get(i).stripLeading().startsWith(DIRECTIVE)) {
                throw new KernelSourceException(
                        new Position(file, i + 1, all.get(i).indexOf('/') + 1),
                        "a directive outside the header, which ended at line " + end
                                + " (it is the unbroken run of // lines at the top)");
            }
        }
        return new KernelHeaderParser(file, all.subList(0, end)).parse(headline);
    }

    private KernelHeader parse(Matcher headline) {
        readProse();
        readDirectives();
        Position start = new Position(file, 1, 1);
        if (variant == null) {
            throw new KernelSourceException(start, "no '//@variant NAME of ROUTINE'");
        }
        if (!headline.group(1).equals(variant)) {
            throw new KernelSourceException(
                    new Position(file, 1, 4),
                    "the headline is of '" + headline.group(1) + "', not of '" + variant + "'");
        }
        expressions.forEach(this::checkNames);
        Map<String, String> fields = new LinkedHashMap<>();
        prose.forEach((name, value) -> fields.put(name, value.toString().strip()));
        return new KernelHeader(
                variant,
                routine,
                headline.group(2).strip(),
                fields,
                dims,
                tunables,
                requires,
                grids,
                locals,
                specialise,
                prefers == null ? Prefers.ANY : prefers,
                shared,
                declared,
                kernelNames,
                lines.size());
    }

    /** Reads the lines {@code // field: text}, and what continues them, indented. */
    private void readProse() {
        StringBuilder field = null;
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(DIRECTIVE)) {
                continue;
            }
            Matcher start = FIELD.matcher(line);
            if (start.matches()) {
                field = new StringBuilder(start.group(2) == null ? "" : start.group(2));
                if (prose.put(start.group(1), field) != null) {
                    throw new KernelSourceException(
                            new Position(file, i + 1, 4), "'" + start.group(1) + ":' stands twice");
                }
            } else if (line.matches("// ?\\S.*")) {
                throw new KernelSourceException(
                        new Position(file, i + 1, 3),
                        "expected '// field: text', or a line indented further that continues the one before");
            } else if (field != null) {
                field.append('\n').append(line.substring(2).strip());
            }
        }
    }

    private void readDirectives() {
        @Nullable HeaderText current = null;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith(DIRECTIVE)) {
                continue;
            }
            HeaderText piece = new HeaderText(file, i + 1, DIRECTIVE.length() + 1);
            piece.append(line.substring(DIRECTIVE.length()), i + 1, DIRECTIVE.length() + 1);
            boolean continues =
                    line.length() == DIRECTIVE.length() || Character.isWhitespace(line.charAt(DIRECTIVE.length()));
            if (!continues) {
                if (current != null) {
                    read(current);
                }
                current = piece;
            } else if (piece.seesWord() && DIRECTIVES.contains(piece.nextWord())) {
                throw piece.error("write '" + DIRECTIVE + piece.nextWord()
                        + "' without the space: with it, the line continues the one before");
            } else if (current == null) {
                throw piece.error("there is no directive before it that this line could continue");
            } else {
                current.append(line.substring(DIRECTIVE.length()), i + 1, DIRECTIVE.length() + 1);
            }
        }
        if (current != null) {
            read(current);
        }
    }

    private void read(HeaderText source) {
        Position start = source.position();
        String directive = source.word("a directive");
        switch (directive) {
            case "variant" -> readVariant(source, start);
            case "prefers" -> readPrefers(source, start);
            case "shared" -> shared = true;
            case "dims" -> readNames(source, dims, "a dimension's name");
            case "specialise" -> readNames(source, specialise, "a macro's name");
            case "tunable" -> readTunable(source);
            case "require" -> requires.add(expression(source));
            case "local" -> put(locals, kernelName(source), expression(source), "//@local", start);
            case "grid" -> put(grids, kernelName(source), grid(source), "//@grid", start);
            default ->
                throw new KernelSourceException(
                        start,
                        "unknown directive '" + directive + "': there are "
                                + DIRECTIVES.stream().sorted().collect(Collectors.joining(", ")));
        }
        source.expectEnd();
    }

    private void readVariant(HeaderText source, Position start) {
        if (variant != null) {
            throw new KernelSourceException(start, "//@variant stands twice");
        }
        variant = source.word("the variant's name");
        if (!source.acceptWord("of")) {
            throw source.expected("'of'");
        }
        routine = source.word("the routine's name");
    }

    private void readPrefers(HeaderText source, Position start) {
        if (prefers != null) {
            throw new KernelSourceException(start, "//@prefers stands twice");
        }
        for (Prefers kind : Prefers.values()) {
            if (source.acceptWord(kind.name().toLowerCase(Locale.ROOT))) {
                prefers = kind;
                return;
            }
        }
        throw source.expected("cpu, gpu or any");
    }

    private void readNames(HeaderText source, List<String> names, String what) {
        do {
            Position position = source.position();
            String name = source.word(what);
            declare(name, position);
            names.add(name);
        } while (!source.atEnd());
    }

    private void readTunable(HeaderText source) {
        Position position = source.position();
        String name = source.word("the tunable's name");
        declare(name, position);
        source.expect("{");
        List<Long> values = new ArrayList<>();
        do {
            Position at = source.position();
            long value = source.integer("a value of " + name);
            if (values.contains(value)) {
                throw new KernelSourceException(at, "the value " + value + " of " + name + " stands twice");
            }
            values.add(value);
        } while (source.accept(","));
        source.expect("}");
        source.expect("=");
        Position at = source.position();
        long defaultValue = source.integer("the default of " + name);
        if (!values.contains(defaultValue)) {
            throw new KernelSourceException(
                    at, "the default " + defaultValue + " of " + name + " is not one of its values " + values);
        }
        tunables.add(new Tunable(name, values, defaultValue, source.rest()));
    }

    private void declare(String name, Position position) {
        if (CapabilityName.all().contains(name)) {
            throw new KernelSourceException(position, "'" + name + "' is the name of a capability");
        }
        Position first = declared.putIfAbsent(name, position);
        if (first != null) {
            throw new KernelSourceException(position, "'" + name + "' is declared already, at " + first);
        }
    }

    /** Reads the {@code kernelName:} that may stand before a grid or a local size; {@code ""} if it does not. */
    private String kernelName(HeaderText source) {
        int start = source.at();
        Position position = source.position();
        if (source.seesWord()) {
            String name = source.word("a kernel's name");
            if (source.accept(":")) {
                kernelNames.putIfAbsent(name, position);
                return name;
            }
        }
        source.backTo(start);
        return "";
    }

    private Grid grid(HeaderText source) {
        if (source.acceptWord("global")) {
            return Grid.ofGlobal(sizes(source));
        }
        if (!source.acceptWord("groups")) {
            throw source.expected("'groups … ; items …' or 'global …'");
        }
        List<IntExpression> groups = sizes(source);
        source.expect(";");
        if (!source.acceptWord("items")) {
            throw source.expected("'items'");
        }
        return Grid.ofGroups(groups, sizes(source));
    }

    private List<IntExpression> sizes(HeaderText source) {
        List<IntExpression> sizes = new ArrayList<>();
        do {
            if (sizes.size() == Grid.MAX_DIMENSIONS) {
                throw source.error("a grid has at most " + Grid.MAX_DIMENSIONS + " dimensions");
            }
            sizes.add(expression(source));
        } while (source.accept(","));
        return sizes;
    }

    private static <T> void put(Map<String, T> map, String kernel, T value, String directive, Position position) {
        if (map.putIfAbsent(kernel, value) != null) {
            throw new KernelSourceException(
                    position, directive + (kernel.isEmpty() ? "" : " of '" + kernel + "'") + " stands twice");
        }
    }

    private IntExpression expression(HeaderText source) {
        IntExpression expression = IntExpression.parse(source);
        expressions.add(expression);
        return expression;
    }

    private void checkNames(IntExpression expression) {
        Predicate<String> known = name -> declared.containsKey(name)
                || CapabilityName.all().contains(name)
                || SIZE_NAME.matcher(name).matches();
        for (String name : expression.names()) {
            if (!known.test(name)) {
                throw new KernelSourceException(
                        expression.position(),
                        "'" + expression + "': '" + name + "' is neither declared by //@dims, //@tunable or"
                                + " //@specialise, nor one of the capabilities "
                                + Arrays.toString(CapabilityName.values())
                                + ", nor the size of real, acc, T0…T9 or TO");
            }
        }
    }
}
