package org.clgrad.examples.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clgrad.engine.bench.CostCount;
import org.clgrad.engine.routine.Capabilities;
import org.clgrad.engine.routine.Cost;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.engine.tuner.TuningJob;
import org.clgrad.engine.tuning.ShapeBucket;
import org.clgrad.examples.bench.BenchCase;
import org.clgrad.examples.bench.BenchCases;
import org.clgrad.examples.bench.ShapedCases;

/**
 * For what to tune.
 *
 * @param family the family of kernels; nothing: all
 * @param shapes of the family, as {@link ShapedCases} has them
 * @param model whose training step is tuned for
 */
public record TuningRequest(Optional<String> family, List<String> shapes, Optional<String> model) {
    private static final String TRAINING = "train/";
    /** What whole networks run; without a model, single operations are tuned for. */
    private static final List<String> NETWORKS = List.of(TRAINING, "infer/", "dispatch/", "cold/");

    /** A device with two cores does about so much of one in the time of the other. */
    private static final double FLOPS_PER_BYTE = 4;

    public TuningRequest {
        shapes = List.copyOf(shapes);
    }

    /** The words from which a child reads the same request. */
    List<String> toWords() {
        List<String> words = new ArrayList<>(List.of(family.orElse(""), model.orElse("")));
        words.addAll(shapes);
        return words;
    }

    static TuningRequest parse(List<String> words) {
        return new TuningRequest(given(words.get(0)), words.subList(2, words.size()), given(words.get(1)));
    }

    private static Optional<String> given(String word) {
        return word.isEmpty() ? Optional.empty() : Optional.of(word);
    }

    /** The models that there are. */
    public static List<String> models() {
        return cases().map(BenchCase::id)
                .filter(id -> id.startsWith(TRAINING))
                .map(id -> id.substring(TRAINING.length()).replace('_', '-'))
                .toList();
    }

    /** No case that is a process of its own is ever started. */
    private static Stream<BenchCase> cases() {
        return BenchCases.all(List.of()).stream();
    }

    /** One that is tuned for, and how much of the work it is. */
    private static final class Part {
        private final TuningJob job;
        private double work;

        Part(TuningJob job) {
            this.job = job;
        }
    }

    /** What is alike. */
    private record Key(Class<?> routine, ShapeBucket bucket) {}

    /**
     * The jobs, one of a bucket, in the same order in every process: those that are most of the work first.
     *
     * @param capabilities of the device
     * @throws IllegalArgumentException if there is no such model, shape or family
     */
    public List<TuningJob> jobs(Capabilities capabilities) {
        Map<Key, Part> parts = new LinkedHashMap<>();
        CostCount recorder = new CostCount(capabilities, (routine, in) -> add(parts, routine, in));
        chosen().forEach(wanted -> wanted.callOn(recorder));
        List<TuningJob> jobs = parts.values().stream()
                .sorted(Comparator.comparingDouble((Part part) -> -part.work))
                .map(part -> part.job)
                .filter(job -> family.isEmpty() || family.get().equals(job.family()))
                .toList();
        if (jobs.isEmpty()) {
            throw new IllegalArgumentException("nothing of the family '" + family.orElse("") + "'; there is "
                    + parts.values().stream()
                            .map(part -> part.job.family())
                            .distinct()
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        return jobs;
    }

    private static void add(Map<Key, Part> parts, Routine routine, List<TensorSpec> in) {
        TuningJob job = new TuningJob(routine, in);
        Cost cost = routine.cost(in);
        parts.computeIfAbsent(new Key(routine.getClass(), job.bucket()), key -> new Part(job)).work +=
                cost.flops() / FLOPS_PER_BYTE + cost.bytes();
    }

    private List<BenchCase> chosen() {
        if (!shapes.isEmpty()) {
            String of =
                    family.orElseThrow(() -> new IllegalArgumentException("shapes are of a family, which is missing"));
            return shapes.stream().flatMap(shape -> ShapedCases.of(of, shape)).toList();
        }
        if (model.isEmpty()) {
            return cases().filter(known -> NETWORKS.stream().noneMatch(known.id()::startsWith))
                    .toList();
        }
        String name = TRAINING + model.get().replace('-', '_');
        List<BenchCase> named =
                cases().filter(known -> known.id().startsWith(name)).toList();
        if (named.size() != 1) {
            throw new IllegalArgumentException(
                    "no model '" + model.get() + "'; there is " + String.join(", ", models()));
        }
        return named;
    }
}
