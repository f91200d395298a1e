package org.clgrad.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.clgrad.autograd.EinsumEquation.Term;
import org.clgrad.engine.tensor.Shape;

/**
 * The way to the result of an {@link EinsumEquation}. What one operand alone has is summed over first. Then, while there are
 * several, those two are multiplied whose product takes the fewest multiplications, and of these whose result is smallest:
 * with the labels that both have and that are still needed as batch axes, those that both have and nobody else needs as the
 * inner axis of a matrix product.
 */
final class Contraction {
    private final List<Term> terms = new ArrayList<>();
    private final List<Integer> result;

    Contraction(EinsumEquation equation) {
        terms.addAll(equation.terms());
        result = equation.result();
    }

    Tensor result() {
        for (int i = 0; i < terms.size(); i++) {
            terms.set(i, reduced(i));
        }
        while (terms.size() > 1) {
            int[] pair = cheapest();
            Term product = product(pair[0], pair[1]);
            terms.remove(pair[1]);
            terms.remove(pair[0]);
            terms.add(product);
        }
        return ordered(terms.get(0), result);
    }

    /** Whether the result has a label, or a term that is none of these two. */
    private boolean isNeeded(int label, int one, int other) {
        boolean needed = result.contains(label);
        for (int i = 0; i < terms.size(); i++) {
            needed |= i != one && i != other && terms.get(i).labels().contains(label);
        }
        return needed;
    }

    private Term reduced(int index) {
        Term term = terms.get(index);
        List<Integer> left = new ArrayList<>(term.labels());
        left.removeIf(label -> !isNeeded(label, index, index));
        int[] axes = term.labels().stream()
                .filter(label -> !left.contains(label))
                .mapToInt(term.labels()::indexOf)
                .toArray();
        return axes.length == 0 ? term : new Term(term.tensor().sum(false, axes), left);
    }

    private int[] cheapest() {
        int[] best = {0, 1};
        double least = Double.POSITIVE_INFINITY;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < terms.size(); i++) {
            for (int j = i + 1; j < terms.size(); j++) {
                Term a = terms.get(i);
                Term b = terms.get(j);
                double cost = EinsumEquation.extent(a, b);
                double size = cost;
                for (int label : a.labels()) {
                    boolean goes = b.labels().contains(label) && !isNeeded(label, i, j);
                    size /= goes ? Math.max(1, a.size(label)) : 1;
                }
                if (cost < least || (cost == least && size < smallest)) {
                    best = new int[] {i, j};
                    least = cost;
                    smallest = size;
                }
            }
        }
        return best;
    }

    private Term product(int i, int j) {
        Term a = terms.get(i);
        Term b = terms.get(j);
        List<Integer> batch = new ArrayList<>();
        List<Integer> inner = new ArrayList<>();
        for (int label : a.labels()) {
            if (b.labels().contains(label)) {
                (isNeeded(label, i, j) ? batch : inner).add(label);
            }
        }
        List<Integer> rows = without(a.labels(), batch, inner);
        List<Integer> columns = without(b.labels(), batch, inner);
        List<Integer> labels = joined(batch, rows, columns);
        Shape shape = Shape.of(LongStream.concat(
                        joined(batch, rows).stream().mapToLong(a::size),
                        columns.stream().mapToLong(b::size))
                .toArray());
        if (inner.isEmpty()) {
            Tensor left = ordered(a, joined(batch, rows));
            for (int k = 0; k < columns.size(); k++) {
                left = left.unsqueeze(-1);
            }
            Tensor right = ordered(b, joined(batch, columns));
            for (int k = 0; k < rows.size(); k++) {
                right = right.unsqueeze(batch.size());
            }
            return new Term(left.mul(right), labels);
        }
        Tensor left = ordered(a, joined(batch, rows, inner)).reshape(matrices(a, batch, rows, inner));
        Tensor right = ordered(b, joined(batch, inner, columns)).reshape(matrices(b, batch, inner, columns));
        return new Term(left.matmul(right).reshape(shape), labels);
    }

    private static List<Integer> without(List<Integer> labels, List<Integer> some, List<Integer> others) {
        return labels.stream()
                .filter(label -> !some.contains(label) && !others.contains(label))
                .toList();
    }

    private static List<Integer> joined(List<Integer> first, List<Integer> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static List<Integer> joined(List<Integer> first, List<Integer> second, List<Integer> third) {
        return joined(joined(first, second), third);
    }

    /** Batch axes as they are, then rows and columns, each merged into one axis. */
    private static Shape matrices(Term term, List<Integer> batch, List<Integer> rows, List<Integer> columns) {
        return Shape.of(LongStream.concat(
                        batch.stream().mapToLong(term::size),
                        LongStream.of(
                                EinsumEquation.shape(term, rows).elements(),
                                EinsumEquation.shape(term, columns).elements()))
                .toArray());
    }

    /** A term's tensor with its axes in another order. */
    private static Tensor ordered(Term term, List<Integer> labels) {
        if (labels.equals(term.labels())) {
            return term.tensor();
        }
        return term.tensor()
                .permute(labels.stream().mapToInt(term.labels()::indexOf).toArray());
    }
}
