package org.clgrad.tests.catalogue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.clgrad.engine.tensor.DType;
import org.clgrad.kernels.KernelCatalog;
import org.clgrad.tests.catalogue.TensorOperation.Derivative;
import org.clgrad.tests.kit.Checkout;
import org.clgrad.tests.kit.TestDevices;
import org.clgrad.tests.mutants.PlantedFaults;

/**
 * Writes {@code docs/operations.md}. {@link OperationsPageTest} compares the file with what would be written, so it cannot
 * be stale; {@code ./clgrad test -pl tests -am -Dtest=OperationsPageTest -Dclgrad.test.write=true} writes it.
 */
final class OperationsPage {
    /** The page, in the checkout. */
    static final String FILE = "docs/operations.md";

    private static final String NONE = "–";

    private final List<String> lines = new ArrayList<>();
    private final Map<String, RoutineFacts> facts = RoutineFacts.all();
    private final List<TensorOperation> operations = TensorOperations.all(facts);
    private final KernelCatalog kernels = TestDevices.allKernels();
    private final HandComputed byHand = new HandComputed();
    private final Map<String, Long> faults = PlantedFaults.ofKernels();
    private final Map<String, String> verdicts = Verdicts.read();

    /** The page's text as it should be. */
    String text() {
        lines.clear();
        introduction();
        calls();
        modules();
        routines();
        proofs();
        return String.join("\n", lines) + "\n";
    }

    /** Writes it. */
    Path write() throws IOException {
        return Files.writeString(Checkout.path(FILE), text());
    }

    List<TensorOperation> operations() {
        return operations;
    }

    private void say(String... text) {
        lines.addAll(List.of(text));
    }

    private void introduction() {
        long variants = facts.values().stream()
                .flatMap(fact -> fact.variants().stream())
                .distinct()
                .count();
        long planted = faults.values().stream().mapToLong(Long::longValue).sum();
        say(
                "# Operations",
                "",
                "Generated from the catalogue by `./clgrad test -pl tests -am -Dtest=OperationsPageTest"
                        + " -Dclgrad.test.write=true`; a test fails",
                "when this page is not what that would write. What an operation does is in the Javadoc of its method.",
                "",
                operations.size() + " operations are called on tensors; they are computed by " + facts.size()
                        + " routines in " + variants + " variants of "
                        + kernels.names().size() + " kernel files,",
                "in which " + planted + " faults are planted that the suite must reject. "
                        + count(Derivative.CHECKED) + " operations have a row of their own in the check of gradients, "
                        + count(Derivative.OF_PARTS),
                "more are differentiable because what they are made of is, and "
                        + verdicts.values().stream()
                                .filter(v -> v.startsWith("agrees"))
                                .count() + " were compared with PyTorch.",
                "");
    }

    private long count(Derivative derivative) {
        return operations.stream().filter(o -> o.derivative() == derivative).count();
    }

    private void calls() {
        say(
                "## What a user calls",
                "",
                "- **PyTorch**: its name there, where it is another.",
                "- **Computed by**: the routines of the forward pass, and the operations that it is made of. Nothing where it is"
                        + " a view.",
                "- **Types**: element types of the tensor that it is called on, or that it makes, as far as calls of it with"
                        + " drawn arguments",
                "  were not refused. `to` converts between all.",
                "- **Order**: of derivative. – where going back from a result gives no argument a gradient. *any* can be"
                        + " differentiated again",
                "  without end; *1, 2* are compared with central differences in double, on every device, in a row of its own,"
                        + " or else its",
                "  parts are.",
                "- **By hand**: tests with values worked out by hand, of the operation itself or of the routine that it is (the"
                        + " table below).",
                "- **Oracle**: what libtorch made of it, results and gradients, and over how many samples (`-Poracle`).",
                "",
                "| operation | PyTorch | computed by | types | order | by hand | oracle |",
                "|---|---|---|---|---|---|---|");
        for (TensorOperation operation : operations) {
            row(
                    "`" + operation.name() + "`",
                    TorchNames.of(operation.name()),
                    computedBy(operation),
                    RoutineFacts.names(dtypes(operation)),
                    order(operation),
                    handComputed(operation),
                    verdicts.getOrDefault(operation.name(), ""));
        }
        say("");
    }

    private void row(String... cells) {
        lines.add(List.of(cells).stream()
                .map(cell -> cell.isEmpty() ? NONE : cell)
                .collect(Collectors.joining(" | ", "| ", " |")));
    }

    private static String computedBy(TensorOperation operation) {
        List<String> all = new ArrayList<>();
        operation.routines().forEach(routine -> all.add("`" + routine + "`"));
        if (!operation.parts().isEmpty()) {
            all.add("of " + String.join(", ", operation.parts()));
        }
        return String.join("; ", all);
    }

    /** What it was seen to take; of what is no operation of a tensor, what its routines take. */
    private Set<DType> dtypes(TensorOperation operation) {
        return operation.types().isEmpty()
                ? operation.routines().stream()
                        .map(facts::get)
                        .filter(Objects::nonNull)
                        .flatMap(fact -> fact.dtypes().stream())
                        .collect(Collectors.toCollection(TreeSet::new))
                : operation.types();
    }

    private static String order(TensorOperation operation) {
        return switch (operation.derivative()) {
            case NONE -> "";
            case CHECKED -> "any (1, 2)";
            case BY_HAND -> "any (1 by hand)";
            case OF_PARTS -> "any (parts)";
            case UNCHECKED -> "any, **unchecked**";
        };
    }

    /** A case of its own; else that of the one routine that it is, or of the one with its name. */
    String handComputed(TensorOperation operation) {
        String own = byHand.ofOperation(operation);
        boolean isOne = operation.routines().size() == 1 && operation.parts().isEmpty();
        return !own.isEmpty()
                ? own
                : operation.routines().stream()
                        .filter(routine -> isOne || routine.equals(operation.name()))
                        .map(facts::get)
                        .filter(Objects::nonNull)
                        .map(byHand::ofRoutine)
                        .collect(Collectors.joining());
    }

    /** What makes it, or a case of an operation that is nothing else. */
    private String handComputed(RoutineFacts fact) {
        String own = byHand.ofRoutine(fact);
        return !own.isEmpty()
                ? own
                : operations.stream()
                        .filter(operation -> operation.parts().isEmpty()
                                && operation.routines().equals(Set.of(fact.name())))
                        .map(byHand::ofOperation)
                        .filter(tests -> !tests.isEmpty())
                        .findFirst()
                        .orElse("");
    }

    /** The routines without a case by hand. */
    List<String> routinesNotByHand() {
        return facts.values().stream()
                .filter(fact -> handComputed(fact).isEmpty())
                .map(RoutineFacts::name)
                .toList();
    }

    private void modules() {
        say(
                "## Modules, losses and optimizers",
                "",
                "With PyTorch's names and defaults, but for `HingeLoss` and `Lion`, which it does not have.",
                "",
                "| class | calls |",
                "|---|---|");
        Set<String> known = operations.stream().map(TensorOperation::method).collect(Collectors.toSet());
        new ClassFileImporter()
                .importPackages("org.clgrad.nn").stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC)
                                && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .filter(type -> type.isAssignableTo("org.clgrad.nn.Module")
                                || type.isAssignableTo("org.clgrad.nn.loss.Loss")
                                || type.isAssignableTo("org.clgrad.nn.loss.ReducedLoss")
                                || type.isAssignableTo("org.clgrad.nn.optim.Optimizer")
                                || type.getSimpleName().endsWith("Loss"))
                        .sorted(java.util.Comparator.comparing(JavaClass::getSimpleName))
                        .forEach(type -> row("`" + type.getSimpleName() + "`", calls(type, known)));
        say("");
    }

    /** The operations that a class and those it extends call; an optimizer's are in {@code Updates}. */
    private static String calls(JavaClass type, Set<String> known) {
        Set<String> names = new TreeSet<>();
        java.util.Optional<JavaClass> next = java.util.Optional.of(type);
        while (next.isPresent() && next.get().getPackageName().startsWith("org.clgrad.nn")) {
            if (!Set.of("Module", "Optimizer").contains(next.get().getSimpleName())) {
                next.get().getAccessesFromSelf().stream()
                        .filter(access ->
                                access.getTargetOwner().getPackageName().equals("org.clgrad.autograd"))
                        .filter(access -> known.contains(access.getName())
                                || access.getTargetOwner().getSimpleName().equals("Updates"))
                        .map(JavaAccess::getName)
                        .map(TensorOperation::snake)
                        .forEach(names::add);
            }
            next = next.get().getRawSuperclass();
        }
        return String.join(", ", names);
    }

    private void routines() {
        say(
                "## Routines and their kernels",
                "",
                "Each routine runs in each variant that fits, on every device through every binding, against the host"
                        + " reference, over its sample",
                "space (`RoutinePropertyTest`), and what it must refuse is refused (`RoutineRefusalTest`). **Faults**: how many"
                        + " are planted in its",
                "kernels (`MutantTest`; the first of each kernel in the plain suite, all of them with `--all-platforms`).",
                "",
                "| routine | types | kernels | by hand | faults |",
                "|---|---|---|---|---|");
        for (RoutineFacts fact : facts.values()) {
            long planted = fact.variants().stream()
                    .mapToLong(variant -> faults.getOrDefault(variant, 0L))
                    .sum();
            row(
                    "`" + fact.name() + "`",
                    RoutineFacts.names(fact.dtypes()),
                    fact.kernels(kernels),
                    handComputed(fact),
                    planted == 0 ? "" : Long.toString(planted));
        }
        say("");
    }

    private void proofs() {
        say(
                "## Other proofs",
                "",
                "- **Oclgrind**: every variant of every routine runs in the simulator, and its report must be empty: accesses"
                        + " outside of buffers,",
                "  races, and reads of what was not written (`OclgrindTest`).",
                "- **Rusticl**: every variant, compiled by another compiler (`RusticlTest`).",
                "- **Narrowed**: every routine on a device with 1 KiB of local memory, work-groups of 16 and no double"
                        + " (`NarrowedDeviceTest`).",
                "- **Published cases**: `ConformanceTest`; `-Dclgrad.conformance=DIR` names another folder of that form.");
        say("- **Not asked of PyTorch**: forms in place, which run the kernels of the others, and "
                + operations.stream()
                        .map(TensorOperation::name)
                        .filter(name -> !verdicts.containsKey(name) && !name.endsWith("_in_place"))
                        .map(name -> "`" + name + "`")
                        .collect(Collectors.joining(", "))
                + ".");
        String fuzz = Checkout.text("docs/proofs/fuzzer.md");
        if (!fuzz.isBlank()) {
            say(fuzz.strip().split("\n", -1));
        }
    }
}
