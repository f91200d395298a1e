package org.clgrad.kernels;

import java.util.Arrays;

/**
 * The text of one directive or expression, of one line or of several joined, that knows for each character where in
 * the file it stands, and a reading place in it.
 */
final class HeaderText {
    private final String file;
    private final StringBuilder text = new StringBuilder();
    // Positions of the characters, and one more for the end.
    private int[] lines = new int[1];
    private int[] columns = new int[1];
    private int at;

    HeaderText(String file, int line, int column) {
        this.file = file;
        lines[0] = line;
        columns[0] = column;
    }

    /** Adds {@code piece}, whose first character stands at {@code line}, {@code column}. */
    HeaderText append(String piece, int line, int column) {
        int start = text.length();
        text.append(piece);
        lines = Arrays.copyOf(lines, text.length() + 1);
        columns = Arrays.copyOf(columns, text.length() + 1);
        for (int i = 0; i <= piece.length(); i++) {
            lines[start + i] = line;
            columns[start + i] = column + i;
        }
        return this;
    }

    int at() {
        return at;
    }

    String since(int start) {
        return text.substring(start, at).strip();
    }

    Position position(int index) {
        return new Position(file, lines[index], columns[index]);
    }

    /** The position of the next character that is not space. */
    Position position() {
        skipSpace();
        return position(at);
    }

    KernelSourceException error(String message) {
        return new KernelSourceException(position(), message);
    }

    /** An error that says what was expected here and what was found. */
    KernelSourceException expected(String what) {
        return error("expected " + what + ", found " + found());
    }

    private String found() {
        if (atEnd()) {
            return "the end of the line";
        }
        int end = at + 1;
        if (isWordPart(text.charAt(at))) {
            while (end < text.length() && isWordPart(text.charAt(end))) {
                end++;
            }
        }
        return "'" + text.substring(at, end) + "'";
    }

    boolean atEnd() {
        skipSpace();
        return at == text.length();
    }

    void expectEnd() {
        if (!atEnd()) {
            throw expected("the end of the line");
        }
    }

    /** Whether {@code symbol} comes next; nothing is read. */
    boolean sees(String symbol) {
        skipSpace();
        return text.indexOf(symbol, at) == at;
    }

    /** Reads {@code symbol} if it comes next. */
    boolean accept(String symbol) {
        if (sees(symbol)) {
            at += symbol.length();
            return true;
        }
        return false;
    }

    void expect(String symbol) {
        if (!accept(symbol)) {
            throw expected("'" + symbol + "'");
        }
    }

    boolean seesWord() {
        return !atEnd() && isWordPart(text.charAt(at)) && !Character.isDigit(text.charAt(at));
    }

    boolean seesDigit() {
        return !atEnd() && Character.isDigit(text.charAt(at));
    }

    /** Reads an identifier. */
    String word(String what) {
        if (!seesWord()) {
            throw expected(what);
        }
        return readWhileWord();
    }

    /** The identifier that comes next, which is not read. */
    String nextWord() {
        int start = at;
        String word = word("a name");
        at = start;
        return word;
    }

    /** Goes back to a place where {@link #at()} was. */
    void backTo(int index) {
        at = index;
    }

    /** Reads {@code word} if it is the identifier that comes next. */
    boolean acceptWord(String word) {
        if (!seesWord() || !nextWord().equals(word)) {
            return false;
        }
        at += word.length();
        return true;
    }

    /** Reads a decimal integer that is not negative. */
    long integer(String what) {
        if (!seesDigit()) {
            throw expected(what);
        }
        int start = at;
        String digits = readWhileWord();
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new KernelSourceException(
                    position(start), "'" + digits + "' is not a decimal integer of at most 63 bits", e);
        }
    }

    /** Reads all that is left. */
    String rest() {
        skipSpace();
        int start = at;
        at = text.length();
        return since(start);
    }

    private String readWhileWord() {
        int start = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isWordPart(char c) {
        return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
    }
}
