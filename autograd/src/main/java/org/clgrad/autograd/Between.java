package org.clgrad.autograd;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions that lie between outputs and inputs: through which an output depends on an input. */
final class Between {
    private final Set<Source> inputs;
    private final Set<Function> functions = new HashSet<>();

    private Between(Set<Source> inputs) {
        this.inputs = inputs;
    }

    static Between of(List<Tensor> outputs, List<Tensor> inputs) {
        Set<Source> wanted = new HashSet<>();
        inputs.forEach(input -> add(wanted, input.source()));
        Set<Source> roots = new HashSet<>();
        outputs.forEach(output -> add(roots, output.source()));
        Between between = new Between(wanted);
        // What a function takes from is less deep than itself, so it has been judged before.
        for (Function function : below(roots, Set.of())) {
            if (function.sources().stream().anyMatch(source -> source != null && between.leadsFrom(source))) {
                between.functions.add(function);
            }
        }
        return between;
    }

    private static void add(Set<Source> sources, @Nullable Source source) {
        if (source != null) {
            sources.add(source);
        }
    }

    /** The leaves that outputs depend on otherwise than through inputs. */
    static Set<Source.Leaf> leaves(List<Tensor> outputs, List<Tensor> inputs) {
        Set<Source> known = new HashSet<>();
        inputs.forEach(input -> add(known, input.source()));
        Set<Source> sources = new HashSet<>();
        outputs.forEach(output -> add(sources, output.source()));
        for (Function function : below(sources, known)) {
            function.sources().forEach(source -> add(sources, source));
        }
        Set<Source.Leaf> leaves = new HashSet<>();
        for (Source source : sources) {
            if (source instanceof Source.Leaf leaf && !known.contains(leaf)) {
                leaves.add(leaf);
            }
        }
        return leaves;
    }

    /** All functions from which sources come, but not those beyond an end, those of least depth first. */
    private static List<Function> below(Set<Source> sources, Set<Source> ends) {
        Set<Function> seen = new HashSet<>();
        Deque<Source> open = new ArrayDeque<>(sources);
        while (!open.isEmpty()) {
            Source next = open.remove();
            if (!ends.contains(next) && next instanceof Source.Output output && seen.add(output.function())) {
                for (Source source : output.function().sources()) {
                    if (source != null) {
                        open.add(source);
                    }
                }
            }
        }
        List<Function> ordered = new ArrayList<>(seen);
        ordered.sort(Comparator.comparingInt(Function::depth));
        return ordered;
    }

    /** Whether a source is an input or depends on one. */
    boolean leadsFrom(Source source) {
        return inputs.contains(source)
                || (source instanceof Source.Output output && functions.contains(output.function()));
    }
}
