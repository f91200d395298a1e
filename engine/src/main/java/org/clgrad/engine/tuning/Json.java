package org.clgrad.engine.tuning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One line of JSON (RFC 8259), read into maps, lists, strings, numbers and truth values. It is read at each start, where a
 * library's classes would take longer to be loaded than all lines to be read.
 */
final class Json {
    /** Rows are three deep; what is deeper is no row, and might be deeper than the stack. */
    private static final int MOST_DEPTH = 8;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /**
     * The object that a line holds.
     *
     * @throws IllegalArgumentException if it is no JSON object
     */
    static Map<String, Object> object(String line) {
        Json json = new Json(line);
        json.blanks();
        Map<String, Object> value = json.object(0);
        json.blanks();
        if (json.at < line.length()) {
            throw json.wrong("the end of the line");
        }
        return value;
    }

    private IllegalArgumentException wrong(String expected) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end of the line";
        return new IllegalArgumentException(
                "no JSON: expected " + expected + " at character " + (at + 1) + ", found " + found);
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean skips(char wanted) {
        blanks();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!skips(wanted)) {
            throw wrong("'" + wanted + "'");
        }
    }

    private Object value(int depth) {
        blanks();
        if (depth > MOST_DEPTH) {
            throw wrong("less depth");
        }
        if (at == text.length()) {
            throw wrong("a value");
        }
        return switch (text.charAt(at)) {
            case '{' -> object(depth);
            case '[' -> list(depth);
            case '"' -> string();
            default -> word();
        };
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        if (skips('}')) {
            return members;
        }
        do {
            blanks();
            String name = string();
            expect(':');
            if (members.put(name, value(depth + 1)) != null) {
                throw new IllegalArgumentException("'" + name + "' stands twice");
            }
        } while (skips(','));
        expect('}');
        return members;
    }

    private List<Object> list(int depth) {
        List<Object> elements = new ArrayList<>();
        expect('[');
        if (skips(']')) {
            return elements;
        }
        do {
            elements.add(value(depth + 1));
        } while (skips(','));
        expect(']');
        return elements;
    }

    private String string() {
        if (at == text.length() || text.charAt(at) != '"') {
            throw wrong("a string");
        }
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            if (c < ' ') {
                throw wrong("no control character");
            }
            value.append(c == '\\' ? escaped() : c);
        }
        if (at == text.length()) {
            throw wrong("'\"'");
        }
        at++;
        return value.toString();
    }

    /** The character that an escape stands for; leaves off at its last one. */
    private char escaped() {
        at++;
        char kind = at < text.length() ? text.charAt(at) : 0;
        int simple = "\"\\/bfnrt".indexOf(kind);
        if (simple >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(simple);
        }
        if (kind == 'u' && at + 4 < text.length()) {
            String digits = text.substring(at + 1, at + 5);
            if (digits.matches("[0-9a-fA-F]{4}")) {
                at += 4;
                return (char) Integer.parseInt(digits, 16);
            }
        }
        throw wrong("an escape");
    }

    private Object word() {
        int begin = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(begin, at);
        if (word.equals("true") || word.equals("false")) {
            return Boolean.valueOf(word);
        }
        if (word.matches("-?(0|[1-9]\\d{0,17})")) {
            return Long.valueOf(word);
        }
        if (word.matches("-?(0|[1-9]\\d{0,17})(\\.\\d{1,17})?([eE][+-]?\\d{1,3})?")) {
            return Double.valueOf(word);
        }
        at = begin;
        throw wrong("a value");
    }

    /** A string as JSON has it. */
    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == '\u007f' || Character.isSurrogate(c)) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
