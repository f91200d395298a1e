package org.clgrad.kernels;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the text of the headers in place of {@code #include "x.clh"}, each at its first mention and nowhere else, with
 * {@code #line} directives, so that a compiler's messages point into the file that a person edits.
 *
 * <p>Expanding here, not in the driver, keeps a program one text: no header folder has to exist where the program
 * runs, and the text alone is the key of a cached build.
 */
final class IncludeExpansion {
    private static final Pattern INCLUDE = Pattern.compile("\\s*#\\s*include\\b\\s*(.*)");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"\\s*(?://.*|/\\*.*)?");
    private static final Pattern CONDITION = Pattern.compile("\\s*#\\s*(if|ifdef|ifndef)\\b.*");
    private static final Pattern CONDITION_END = Pattern.compile("\\s*#\\s*endif\\b.*");

    private final IncludeResolver includes;
    private final Set<String> seen = new HashSet<>();
    private final StringBuilder out = new StringBuilder();

    private IncludeExpansion(IncludeResolver includes) {
        this.includes = includes;
    }

    static String expand(String file, String text, IncludeResolver includes) {
        IncludeExpansion expansion = new IncludeExpansion(includes);
        expansion.add(file, text);
        return expansion.out.toString();
    }

    private void add(String file, String text) {
        line(1, file);
        List<Integer> openConditions = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (CONDITION.matcher(line).matches()) {
                openConditions.add(number);
            } else if (CONDITION_END.matcher(line).matches() && !openConditions.isEmpty()) {
                openConditions.remove(openConditions.size() - 1);
            }
            Matcher include = INCLUDE.matcher(line);
            if (!include.matches()) {
                out.append(line).append('\n');
                continue;
            }
            Position position = new Position(file, number, line.indexOf('#') + 1);
            if (!openConditions.isEmpty()) {
                throw new KernelSourceException(
                        position,
                        "#include inside the #if of line " + openConditions.get(openConditions.size() - 1)
                                + ": a header is put in once, whatever the condition; move it out");
            }
            include(include.group(1), position);
            line(number + 1, file);
        }
    }

    private void include(String argument, Position position) {
        Matcher quoted = QUOTED.matcher(argument);
        if (!quoted.matches()) {
            throw new KernelSourceException(position, "expected #include \"name.clh\", found #include " + argument);
        }
        String name = quoted.group(1);
        if (seen.add(name)) {
            add(
                    name,
                    includes.read(name)
                            .orElseThrow(() -> new KernelSourceException(position, "no header '" + name + "'")));
        }
    }

    private void line(int number, String file) {
        out.append("#line ").append(number).append(" \"").append(file).append("\"\n");
    }
}
