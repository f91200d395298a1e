package org.clgrad.tests.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.tensor.DType;
import org.clgrad.examples.doctor.Subject;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSource;
import org.clgrad.kernels.Prefers;

/**
 * What is known of an operation of the engine.
 *
 * @param name the routine's own, {@code relu}
 * @param space whose sample space it is in, {@code pointwise}
 * @param type the routine's class
 * @param dtypes element types that it is tried on
 * @param variants the ways to compute it, in the order in which they are asked
 */
record RoutineFacts(String name, String space, Class<?> type, Set<DType> dtypes, Set<String> variants) {
    /** Draws after which an operation's variants, which may depend on its attributes, have all been seen. */
    private static final int DRAWS = 12;

    /** All there are, by name. */
    static Map<String, RoutineFacts> all() {
        Map<String, RoutineFacts> all = new TreeMap<>();
        for (Subject subject : Subject.all()) {
            RoutineFacts facts = all.computeIfAbsent(
                    subject.operation(),
                    name -> new RoutineFacts(
                            name,
                            subject.space().operation(),
                            routine(subject, new Random(1)).getClass(),
                            new TreeSet<>(),
                            new LinkedHashSet<>()));
            facts.dtypes().add(subject.dtype());
            Random random = new Random(1);
            for (int i = 0; i < DRAWS; i++) {
                routine(subject, random).variants().stream().map(Variant::name).forEach(facts.variants()::add);
            }
        }
        return all;
    }

    private static Routine routine(Subject subject, Random random) {
        Map<Integer, Integer> fixed =
                subject.fixed().get(random.nextInt(subject.fixed().size()));
        return RoutineCase.draw(subject.space(), fixed, random)
                .orElseThrow()
                .sample()
                .routine();
    }

    /** {@code f32 f64}. */
    static String names(Set<DType> dtypes) {
        return String.join(
                " ",
                dtypes.stream()
                        .map(dtype -> dtype.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    /** Its variants, each with what its header says: {@code `reduce_tree` (GPU, 2 tunables)}. */
    String kernels(KernelCatalog catalog) {
        List<String> all = new ArrayList<>();
        for (String variant : variants) {
            List<String> notes = new ArrayList<>();
            if (catalog.names().contains(variant)) {
                KernelSource source = catalog.source(variant);
                if (source.prefers() != Prefers.ANY) {
                    notes.add(source.prefers().name());
                }
                int tunables = source.tunables().size();
                if (tunables > 0) {
                    notes.add(tunables + (tunables == 1 ? " tunable" : " tunables"));
                }
            }
            all.add("`" + variant + "`" + (notes.isEmpty() ? "" : " (" + String.join(", ", notes) + ")"));
        }
        return String.join(", ", all);
    }
}
