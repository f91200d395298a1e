package org.clgrad.engine.tuner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Searches a space for its fastest candidate. First each variant runs as it does untuned; then those that are not far behind are
 * searched, the fastest first: a coarse part of their space, and from the best of it the neighbours, as long as one of them is
 * faster. At last the best of each variant meet, and the fastest meets what ran before.
 */
public final class CandidateSearch {
    /** Pairs of times that tell a candidate from the best one; far slower ones are known after fewer. */
    private static final int ROUNDS = 5;
    /** Pairs that tell what the search was worth. */
    private static final int LAST_ROUNDS = 11;
    /** Tunables seldom make more of a variant than this. */
    private static final double FAR_BEHIND = 3;
    /** A candidate is faster if it is so in the middle pair by this, and in most of them: clocks of shared machines jump. */
    private static final double FASTER = 1.02;

    private static final double MOST_PAIRS = 0.7;

    private final CandidateSpace space;
    private final Arena arena;
    private final Budget budget;
    private final Consumer<Candidate> listener;
    private final Map<String, Found.Standing> standings = new LinkedHashMap<>();
    private final Map<String, Double> behind = new HashMap<>();
    private final Set<Candidate> raced = new HashSet<>();
    private final Set<Candidate> wrong = new HashSet<>();
    private final List<String> lost = new ArrayList<>();
    private boolean complete = true;

    /** @param listener is told of each candidate before it is raced */
    public CandidateSearch(CandidateSpace space, Arena arena, Budget budget, Consumer<Candidate> listener) {
        this.space = space;
        this.arena = arena;
        this.budget = budget;
        this.listener = listener;
    }

    /** Searches until nothing is left to try, or no time. */
    public Found run() {
        List<String> variants = space.variants();
        Candidate champion = asTheyAre(variants);
        if (champion == null) {
            return new Found(
                    space.job(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    raced.size(),
                    lost,
                    true);
        }
        double least =
                behind.values().stream().mapToDouble(Double::doubleValue).min().orElse(1);
        List<String> contenders = standings.keySet().stream()
                .filter(variant -> behind.getOrDefault(variant, 1.0) <= FAR_BEHIND * least)
                .sorted(Comparator.comparing(variant -> behind.getOrDefault(variant, 1.0)))
                .toList();
        for (int i = 0; i < contenders.size(); i++) {
            climb(contenders.get(i), budget.part(contenders.size() - i));
        }
        champion = standing(contenders.get(0)).candidate();
        for (String variant : contenders.subList(1, contenders.size())) {
            Candidate rival = standing(variant).candidate();
            champion = beats(champion, rival, ROUNDS) ? rival : champion;
        }
        standings.keySet().retainAll(contenders);
        return found(champion);
    }

    private Found found(Candidate champion) {
        Candidate before = space.variants().stream()
                .map(space::untuned)
                .filter(candidate -> !wrong.contains(candidate))
                .findFirst()
                .orElse(champion);
        Optional<Arena.Timed> pairs = race(before, champion, LAST_ROUNDS);
        boolean faster = before.equals(champion)
                || pairs.filter(CandidateSearch::isFaster).isPresent();
        Candidate after = faster ? champion : before;
        return new Found(
                space.job(), Optional.of(before), Optional.of(after), pairs, standings, raced.size(), lost, complete);
    }

    private Found.Standing standing(String variant) {
        Found.Standing standing = standings.get(variant);
        if (standing == null) {
            throw new IllegalStateException(variant + " has not run");
        }
        return standing;
    }

    /** Runs each variant as it is where nothing is known. */
    private @Nullable Candidate asTheyAre(List<String> variants) {
        Candidate champion = null;
        for (String variant : variants) {
            Candidate rival = space.untuned(variant);
            Candidate known = champion == null || wrong.contains(champion) ? rival : champion;
            Optional<Arena.Timed> times = race(known, rival, ROUNDS);
            if (times.isEmpty() && wrong.contains(rival)) {
                continue;
            }
            if (times.isPresent()) {
                behind.put(variant, 1 / Times.median(times.get().ratios()) * behind.getOrDefault(known.variant(), 1.0));
                champion = known.equals(rival) || isFaster(times.get()) ? rival : known;
            }
        }
        return champion == null || wrong.contains(champion) ? null : champion;
    }

    private void climb(String variant, Budget part) {
        Candidate best = standing(variant).candidate();
        for (Candidate candidate : space.coarse(variant)) {
            best = better(best, candidate, part);
        }
        Candidate from;
        do {
            from = best;
            for (Candidate candidate : space.neighbours(from)) {
                best = better(best, candidate, part);
                if (!best.equals(from)) {
                    break; // its own neighbours are more likely to be better than the old one's
                }
            }
        } while (!best.equals(from));
    }

    private Candidate better(Candidate best, Candidate candidate, Budget part) {
        if (raced.contains(candidate) || wrong.contains(candidate)) {
            return best;
        }
        if (part.isOver()) {
            complete = false;
            return best;
        }
        return beats(best, candidate, ROUNDS) ? candidate : best;
    }

    private boolean beats(Candidate best, Candidate rival, int rounds) {
        Optional<Arena.Timed> times = race(best, rival, rounds);
        boolean won = times.filter(CandidateSearch::isFaster).isPresent();
        if (won) {
            standings.put(
                    rival.variant(),
                    new Found.Standing(rival, Times.of(times.get().rival())));
        }
        return won;
    }

    private static boolean isFaster(Arena.Timed times) {
        double[] ratios = times.ratios();
        long won = Arrays.stream(ratios).filter(ratio -> ratio > 1).count();
        return Times.median(ratios) >= FASTER && won >= MOST_PAIRS * ratios.length;
    }

    /** The times of two candidates; what has none is noted. */
    private Optional<Arena.Timed> race(Candidate best, Candidate rival, int rounds) {
        listener.accept(rival);
        raced.add(rival);
        Arena.Race race = arena.race(best, rival, rounds);
        if (race instanceof Arena.Lost out) {
            Candidate to = out.who() == Arena.Who.BEST ? best : rival;
            // One that was right and timed before has met with something else, another program's use of the device
            // perhaps.
            boolean known = standings.containsKey(to.variant())
                    && standing(to.variant()).candidate().equals(to);
            if (!known) {
                wrong.add(to);
            }
            lost.add(to + ": " + out.reason() + (out.message().isEmpty() ? "" : ", " + out.message()));
            return Optional.empty();
        }
        Arena.Timed times = (Arena.Timed) race;
        standings.putIfAbsent(rival.variant(), new Found.Standing(rival, Times.of(times.rival())));
        standings.computeIfPresent(
                best.variant(),
                (variant, old) ->
                        old.candidate().equals(best) ? new Found.Standing(best, Times.of(times.best())) : old);
        return Optional.of(times);
    }
}
