package org.clgrad.engine.quarantine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.clgrad.engine.InstalledKernels;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.Tuning;
import org.clgrad.engine.tensor.TensorSpec;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.kernels.KernelSource;

/**
 * The variants that go wrong on one device.
 *
 * @param held each variant once
 */
public record Quarantine(List<Held> held) {
    /** How to have a device without its quarantine. */
    public static final String TO_LIFT = "`clgrad doctor --forget` lifts it";

    /** Hexadecimal digits of a digest that are kept: 64 bits tell the few versions of a kernel apart. */
    private static final int DIGEST_DIGITS = 16;

    /**
     * A variant that goes wrong.
     *
     * @param variant its name
     * @param kernels the {@link #digest} of the kernels with which it did
     * @param reason what went wrong, in one line
     */
    public record Held(String variant, String kernels, String reason) {
        /** A variant that goes wrong with the kernels of this process. */
        public static Held of(String variant, String reason) {
            return new Held(variant, digest(InstalledKernels.read(), variant), reason);
        }
    }

    public Quarantine {
        held = List.copyOf(held);
    }

    /** Nothing goes wrong. */
    public static Quarantine none() {
        return new Quarantine(List.of());
    }

    /** This and one more variant, in place of the same one. */
    public Quarantine with(Held variant) {
        List<Held> more = new ArrayList<>(without(List.of(variant.variant())).held());
        more.add(variant);
        return new Quarantine(more);
    }

    /** This without some variants. */
    public Quarantine without(Collection<String> variants) {
        return new Quarantine(held.stream()
                .filter(entry -> !variants.contains(entry.variant()))
                .toList());
    }

    /** What of this still holds with the kernels of this process. */
    public Quarantine inForce() {
        return inForce(InstalledKernels.read());
    }

    /** What of this still holds: variants that there are, whose kernels are as they were. */
    public Quarantine inForce(KernelCatalog kernels) {
        return new Quarantine(held.stream()
                .filter(entry -> kernels.find(entry.variant()).isPresent()
                        && digest(kernels, entry.variant()).equals(entry.kernels()))
                .toList());
    }

    /**
     * Tells versions of a variant apart, by the text of all kernels of its routine and of those that routines share: a plan
     * may use several of them, and any of these may be what goes wrong.
     *
     * @throws IllegalArgumentException if there is no such variant
     */
    public static String digest(KernelCatalog kernels, String variant) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
        for (KernelSource source : kernels.usedBy(kernels.source(variant).routine())) {
            digest.update(source.text().getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGEST_DIGITS);
    }

    /** A tuning that objects to what is held here, and otherwise says what another one says. */
    public Tuning over(Tuning tuning) {
        return held.isEmpty() ? tuning : new HeldBack(tuning);
    }

    private final class HeldBack implements Tuning {
        private final Tuning tuning;

        HeldBack(Tuning tuning) {
            this.tuning = tuning;
        }

        @Override
        public OptionalLong value(String kernel, String tunable) {
            return tuning.value(kernel, tunable);
        }

        @Override
        public Optional<String> objection(String kernel) {
            return held.stream()
                    .filter(entry -> entry.variant().equals(kernel))
                    .findFirst()
                    .map(entry -> "in quarantine, " + TO_LIFT + " (" + entry.reason() + ")")
                    .or(() -> tuning.objection(kernel));
        }

        @Override
        public Tuning of(Routine routine, String variant, List<TensorSpec> in) {
            return new HeldBack(tuning.of(routine, variant, in));
        }

        @Override
        public Optional<String> fastest(Routine routine, List<TensorSpec> in) {
            return tuning.fastest(routine, in);
        }

        @Override
        public boolean isBinding() {
            return tuning.isBinding();
        }

        @Override
        public long revision() {
            return tuning.revision();
        }
    }
}
