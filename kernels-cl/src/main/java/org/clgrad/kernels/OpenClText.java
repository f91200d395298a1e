package org.clgrad.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads OpenCL C as far as names go: no grammar, only comments, strings and words. */
final class OpenClText {
    private static final String ATTRIBUTES =
            "(?:__attribute__\\s*\\(\\((?:[^()]|\\((?:[^()]|\\([^()]*\\))*\\))*\\)\\)\\s*)*";
    private static final Pattern KERNEL =
            Pattern.compile("\\b(?:__)?kernel\\s+" + ATTRIBUTES + "void\\s+" + ATTRIBUTES + "([A-Za-z_]\\w*)\\s*\\(");

    private static final Pattern LINE = Pattern.compile("#line (\\d+) \"(.*)\"");

    private OpenClText() {}

    /** {@code text} with comments and the insides of strings turned to spaces; lines and columns stay. */
    static String blankComments(String text) {
        StringBuilder out = new StringBuilder(text);
        int i = 0;
        while (i < text.length()) {
            int end = i + 1;
            if (text.startsWith("//", i)) {
                end = text.indexOf('\n', i);
                end = end < 0 ? text.length() : end;
                blank(out, i, end);
            } else if (text.startsWith("/*", i)) {
                end = text.indexOf("*/", i + 2);
                end = end < 0 ? text.length() : end + 2;
                blank(out, i, end);
            } else if (text.charAt(i) == '"') {
                while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\n') {
                    end += text.charAt(end) == '\\' ? 2 : 1;
                }
                end = Math.min(end, text.length());
                blank(out, i + 1, end);
                end = Math.min(end + 1, text.length());
            }
            i = end;
        }
        return out.toString();
    }

    private static void blank(StringBuilder out, int from, int to) {
        for (int i = from; i < to; i++) {
            if (out.charAt(i) != '\n') {
                out.setCharAt(i, ' ');
            }
        }
    }

    /** A line of code without its comments, and the file and line that it is from. */
    record CodeLine(String file, int line, String code) {
        Position position(int index) {
            return new Position(file, line, index + 1);
        }
    }

    /** The lines of an expanded text, which {@code #line} directives trace to their files, without these directives. */
    static List<CodeLine> codeLines(String expanded) {
        List<String> lines = expanded.lines().toList();
        List<String> code = blankComments(expanded).lines().toList();
        List<CodeLine> result = new ArrayList<>();
        String file = "";
        int number = 0;
        for (int i = 0; i < lines.size(); i++) {
            Matcher directive = LINE.matcher(lines.get(i));
            if (directive.matches()) {
                number = Integer.parseInt(directive.group(1));
                file = directive.group(2);
            } else {
                result.add(new CodeLine(file, number++, code.get(i)));
            }
        }
        return result;
    }

    /** A kernel function's name and the index of its first character. */
    record KernelFunction(String name, int index) {}

    /** The kernel functions defined in {@code code}, which has no comments, in order. */
    static List<KernelFunction> kernels(String code) {
        return KERNEL.matcher(code)
                .results()
                .map(match -> new KernelFunction(match.group(1), match.start(1)))
                .toList();
    }

    /** Where the character {@code index} of {@code text} stands. */
    static Position position(String file, String text, int index) {
        int line = 1;
        int lineStart = 0;
        Matcher newline = Pattern.compile("\n").matcher(text).region(0, index);
        while (newline.find()) {
            line++;
            lineStart = newline.end();
        }
        return new Position(file, line, index - lineStart + 1);
    }
}
