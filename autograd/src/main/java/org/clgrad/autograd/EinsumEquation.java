package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clgrad.engine.tensor.MismatchException;
import org.clgrad.engine.tensor.Shape;

/**
 * What an equation of {@code einsum} says of its operands. Axes have numbers: a letter's is its code, those of the dots are
 * negative, −1 the last of them, so that they line up from behind.
 *
 * @param terms the operands, each with an axis of its own for each of its labels
 * @param result the labels of the result, in its order
 */
record EinsumEquation(List<Term> terms, List<Integer> result) {
    private static final String DOTS = "...";

    /**
     * A tensor whose axes have names.
     *
     * @param labels one for each axis, none twice
     */
    record Term(Tensor tensor, List<Integer> labels) {
        long size(int label) {
            return tensor.size(labels.indexOf(label));
        }
    }

    static EinsumEquation parse(String equation, Tensor... operands) {
        return new Reader(equation).read(operands);
    }

    /** Reads one equation. */
    private static final class Reader {
        private final String equation;
        /** How often each label is there. */
        private final Map<Integer, Integer> counts = new TreeMap<>();
        /** The size of each label; 1 gives way to any other. */
        private final Map<Integer, Long> sizes = new LinkedHashMap<>();

        private int dots;

        Reader(String equation) {
            this.equation = equation;
        }

        private MismatchException mismatch(String argument, String expected, String actual) {
            return new MismatchException("einsum", argument + " of \"" + equation + "\"", expected, actual);
        }

        EinsumEquation read(Tensor... operands) {
            String text = equation.replace(" ", "");
            int arrow = text.indexOf("->");
            String[] inputs = (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
            if (operands.length == 0 || inputs.length != operands.length) {
                throw mismatch(
                        "the operands",
                        Math.max(1, inputs.length) + ", as there are between commas",
                        Integer.toString(operands.length));
            }
            List<Term> terms = new ArrayList<>();
            for (int i = 0; i < inputs.length; i++) {
                terms.add(term(i, inputs[i], operands[i]));
            }
            List<Integer> result = arrow < 0 ? implied() : result(text.substring(arrow + 2));
            return new EinsumEquation(terms.stream().map(this::withoutOnes).toList(), result);
        }

        private Term term(int number, String text, Tensor operand) {
            String argument = "operand " + number;
            List<Integer> letters = letters(argument, text);
            boolean hasDots = text.contains(DOTS);
            int covered = operand.rank() - letters.size();
            if (covered < 0 || (covered > 0 && !hasDots)) {
                throw mismatch(
                        argument,
                        letters.size() + (hasDots ? " axes or more" : " axes") + " for \"" + text + "\"",
                        operand.shape().toString());
            }
            List<Integer> labels = new ArrayList<>(letters);
            int place = hasDots ? text.indexOf(DOTS) : 0;
            for (int i = 0; i < covered; i++) {
                labels.add(place + i, i - covered);
            }
            dots = Math.max(dots, covered);
            for (int label : labels) {
                counts.merge(label, 1, Integer::sum);
            }
            Term term = diagonals(argument, operand, labels);
            for (int label : term.labels()) {
                long size = term.size(label);
                long known = sizes.getOrDefault(label, 1L);
                if (size != known && size != 1 && known != 1) {
                    throw mismatch(
                            argument,
                            "size " + known + " for " + name(label) + ", as before",
                            operand.shape().toString());
                }
                sizes.put(label, known == 1 ? size : known);
            }
            return term;
        }

        private static String name(int label) {
            return label < 0 ? "an axis of the dots" : "'" + (char) label + "'";
        }

        /** The letters, without the dots, of which there may be three, once. */
        private List<Integer> letters(String argument, String text) {
            List<Integer> letters = new ArrayList<>();
            int first = text.indexOf(DOTS);
            String named = first < 0 ? text : text.substring(0, first) + text.substring(first + DOTS.length());
            for (int i = 0; i < named.length(); i++) {
                char c = named.charAt(i);
                boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                if (!isLetter) {
                    throw mismatch(argument, "letters, and three dots once at most", "\"" + text + "\"");
                }
                letters.add((int) c);
            }
            return letters;
        }

        /** An operand with a label for each axis; two axes of one label become their diagonal. */
        private Term diagonals(String argument, Tensor operand, List<Integer> labels) {
            Tensor x = operand;
            List<Integer> left = new ArrayList<>(labels);
            for (int i = 0; i < left.size(); i++) {
                int again = left.subList(i + 1, left.size()).indexOf(left.get(i));
                if (again >= 0) {
                    int other = i + 1 + again;
                    if (x.size(i) != x.size(other)) {
                        throw mismatch(
                                argument,
                                "one size along both axes " + name(left.get(i)),
                                operand.shape().toString());
                    }
                    x = x.diagonal(0, i, other);
                    int label = left.remove(other);
                    left.remove(i);
                    left.add(label);
                    i--;
                }
            }
            return new Term(x, left);
        }

        /** What broadcasts against the others of its label needs no axis. */
        private Term withoutOnes(Term term) {
            Tensor x = term.tensor();
            List<Integer> left = new ArrayList<>(term.labels());
            for (int i = left.size() - 1; i >= 0; i--) {
                if (x.size(i) == 1 && sizes.getOrDefault(left.get(i), 1L) != 1) {
                    x = x.squeeze(i);
                    left.remove(i);
                }
            }
            return new Term(x, left);
        }

        private List<Integer> ofDots() {
            List<Integer> labels = new ArrayList<>();
            for (int label = -dots; label < 0; label++) {
                labels.add(label);
            }
            return labels;
        }

        private List<Integer> implied() {
            List<Integer> result = ofDots();
            counts.forEach((label, count) -> {
                if (label > 0 && count == 1) {
                    result.add(label);
                }
            });
            return result;
        }

        private List<Integer> result(String text) {
            List<Integer> letters = letters("the result", text);
            for (int label : letters) {
                if (!counts.containsKey(label)) {
                    throw mismatch("the result", "letters that an operand has", "\"" + text + "\"");
                }
                if (Collections.frequency(letters, label) > 1) {
                    throw mismatch("the result", "each letter once", "\"" + text + "\"");
                }
            }
            List<Integer> result = new ArrayList<>(letters);
            if (text.contains(DOTS)) {
                result.addAll(text.indexOf(DOTS), ofDots());
            }
            return result;
        }
    }

    /** The product of the sizes of all labels that a group of terms has. */
    static double extent(Term... terms) {
        Map<Integer, Long> sizes = new LinkedHashMap<>();
        Arrays.stream(terms).forEach(term -> term.labels().forEach(label -> sizes.put(label, term.size(label))));
        return sizes.values().stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
    }

    /** The shape whose sizes a term has for some labels, in their order. */
    static Shape shape(Term term, List<Integer> labels) {
        return Shape.of(labels.stream().mapToLong(term::size).toArray());
    }
}
