package org.clgrad.engine.tuner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.clgrad.engine.CacheFolder;
import org.clgrad.engine.CapabilityLimits;
import org.clgrad.engine.DeviceInfo;
import org.clgrad.engine.InstalledKernels;
import org.clgrad.engine.quarantine.Quarantine;
import org.clgrad.engine.quarantine.QuarantineFile;
import org.clgrad.engine.routine.FixedTuning;
import org.clgrad.engine.routine.Target;
import org.clgrad.engine.routine.TunableSpace;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.routine.UnfitException;
import org.clgrad.engine.routine.Variant;
import org.clgrad.engine.routine.VariantChoice;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.KernelSource;
import org.clgrad.kernels.Tunable;

/** The candidates of a job on a device: the variants that can do it, and the values that their headers allow for it. */
public final class CandidateSpace {
    /** How many of the coarse candidates are tried: enough to fall near every hill of the spaces there are. */
    private static final int MOST_COARSE = 24;

    /** A tunable of a kernel file, with its values in order of size. */
    private record Axis(String kernel, String tunable, List<Long> values) {}

    private final Target target;
    private final TuningJob job;
    private final List<TensorSpec> out;
    private final Map<String, TunableSpace> spaces = new LinkedHashMap<>();

    /**
     * The space of a job.
     *
     * @param target the device; variants that its tuning objects to are left out
     */
    public CandidateSpace(Target target, TuningJob job) {
        this.target = target;
        this.job = job;
        this.out = job.routine().infer(job.in());
        for (Variant variant : VariantChoice.fitting(job.routine(), target, job.in())) {
            spaceOf(variant).ifPresent(space -> spaces.put(variant.name(), space));
        }
    }

    /** Nothing where a variant cannot do it here, as is found when it is planned. */
    private Optional<TunableSpace> spaceOf(Variant variant) {
        try {
            variant.plan(target, job.in(), out); // which a quarantine may object to
            return Optional.of(TunableSpace.of(target, variant, job.in(), out));
        } catch (UnfitException e) {
            return Optional.empty();
        }
    }

    /**
     * A device as it is where nothing is known of it but which variants are in quarantine, with the kernels of this process.
     *
     * @param limits what of it may be used
     */
    public static Target untuned(DeviceInfo device, CapabilityLimits limits) {
        Quarantine quarantine =
                QuarantineFile.of(CacheFolder.ofUser(), device).read().inForce();
        return new Target(
                limits.narrow(device.capabilities()), InstalledKernels.read(), quarantine.over(Tuning.defaults()));
    }

    /** The device. */
    Target target() {
        return target;
    }

    /** The job. */
    public TuningJob job() {
        return job;
    }

    /** The variants that can do it, the one first that is taken where nothing is known. */
    public List<String> variants() {
        return List.copyOf(spaces.keySet());
    }

    /** The kernel files that a variant is tuned in. */
    public List<String> kernels(String variant) {
        return space(variant).kernels().stream().map(KernelSource::name).toList();
    }

    private TunableSpace space(String variant) {
        TunableSpace space = spaces.get(variant);
        if (space == null) {
            throw new IllegalArgumentException(job + ": " + variant + " cannot do it here");
        }
        return space;
    }

    /** A variant as it runs where nothing is known. */
    public Candidate untuned(String variant) {
        return settled(variant, Tuning.defaults())
                .orElseThrow(() -> new IllegalStateException(job + ": " + variant + " planned a moment ago"));
    }

    private Optional<Candidate> settled(String variant, Tuning tuning) {
        return space(variant).settled(tuning).map(values -> new Candidate(variant, values));
    }

    private List<Axis> axes(String variant) {
        List<Axis> axes = new ArrayList<>();
        for (KernelSource kernel : space(variant).kernels()) {
            for (Tunable tunable : kernel.tunables()) {
                axes.add(new Axis(
                        kernel.name(),
                        tunable.name(),
                        tunable.values().stream().sorted().toList()));
            }
        }
        return axes;
    }

    /** The values of a candidate with another one at an axis. */
    private static Map<String, Map<String, Long>> with(Map<String, Map<String, Long>> values, Axis axis, long value) {
        Map<String, Map<String, Long>> changed = new LinkedHashMap<>(values);
        Map<String, Long> own = new LinkedHashMap<>(values.getOrDefault(axis.kernel(), Map.of()));
        own.put(axis.tunable(), value);
        changed.put(axis.kernel(), own);
        return changed;
    }

    /**
     * Candidates from all over a variant's space: of each tunable every second value, counted both ways from the one it has now.
     * Where these are many, some of them, the same each time.
     */
    public List<Candidate> coarse(String variant) {
        Candidate from = untuned(variant);
        List<Map<String, Map<String, Long>>> combinations = new ArrayList<>();
        combinations.add(from.tuning().values());
        for (Axis axis : axes(variant)) {
            List<Map<String, Map<String, Long>>> longer = new ArrayList<>();
            int begin = axis.values().indexOf(value(from, axis));
            for (Map<String, Map<String, Long>> shorter : combinations) {
                for (int i = Math.floorMod(begin, 2); i < axis.values().size(); i += 2) {
                    longer.add(with(shorter, axis, axis.values().get(i)));
                }
            }
            combinations = longer;
        }
        Collections.shuffle(combinations, new Random(variant.hashCode()));
        Set<Candidate> legal = new LinkedHashSet<>();
        for (Map<String, Map<String, Long>> values : combinations) {
            settled(variant, new FixedTuning(values)).ifPresent(legal::add);
            if (legal.size() == MOST_COARSE) {
                break;
            }
        }
        legal.remove(from);
        return List.copyOf(legal);
    }

    private static long value(Candidate candidate, Axis axis) {
        Long value = candidate
                .tuning()
                .values()
                .getOrDefault(axis.kernel(), Map.of())
                .get(axis.tunable());
        return value == null ? axis.values().get(0) : value;
    }

    /**
     * The candidates next to one: a tunable one value up or down; and two tunables, since tiles and their parts have to change
     * together.
     */
    public List<Candidate> neighbours(Candidate candidate) {
        List<Axis> axes = axes(candidate.variant());
        Set<Candidate> near = new LinkedHashSet<>();
        Set<Candidate> farther = new LinkedHashSet<>();
        for (int i = 0; i < axes.size(); i++) {
            for (Map<String, Map<String, Long>> one : steps(candidate.tuning().values(), candidate, axes.get(i))) {
                settled(candidate.variant(), new FixedTuning(one)).ifPresent(near::add);
                for (int j = i + 1; j < axes.size(); j++) {
                    for (Map<String, Map<String, Long>> two : steps(one, candidate, axes.get(j))) {
                        settled(candidate.variant(), new FixedTuning(two)).ifPresent(farther::add);
                    }
                }
            }
        }
        near.addAll(farther);
        near.remove(candidate);
        return List.copyOf(near);
    }

    private static List<Map<String, Map<String, Long>>> steps(
            Map<String, Map<String, Long>> values, Candidate from, Axis axis) {
        int at = axis.values().indexOf(value(from, axis));
        List<Map<String, Map<String, Long>>> steps = new ArrayList<>();
        for (int next : new int[] {at - 1, at + 1}) {
            if (next >= 0 && next < axis.values().size()) {
                steps.add(with(values, axis, axis.values().get(next)));
            }
        }
        return steps;
    }
}
