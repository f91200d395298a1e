package org.clgrad.tests.catalogue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clgrad.autograd.Function;
import org.clgrad.autograd.Tensor;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.pointwise.Pointwise;
import org.clgrad.engine.routine.pointwise.PointwiseOp;
import org.clgrad.engine.tensor.DType;
import org.clgrad.tests.catalogue.TensorOperation.Derivative;
import org.clgrad.tests.fuzz.Observations;
import org.clgrad.tests.gradient.CheckedGradients;

/**
 * The operations that a user may call, read from the compiled classes of {@code org.clgrad.autograd}: each public method of
 * it that makes tensors, what it calls there, and which routines that runs.
 */
public final class TensorOperations {
    private static final String AUTOGRAD = "org.clgrad.autograd";
    private static final String ROUTINES = "org.clgrad.engine.routine";
    private static final String FACTORY_OF_NAMED = "of";

    /** Types whose methods are about tensors, graphs and time, and no operations. */
    private static final Set<String> NOT_OPERATIONS =
            Set.of("Tensor", "Function", "Gradients", "GradientCheck", "Recomputation", "SavedTensor");

    /** How methods of functions are called that make gradients. */
    private static final List<String> BACKWARD = List.of("backward", "gradient", "decomposed");

    /** Differences need double precision, of which a cast to another type leaves too little; {@code GraphTest} has it. */
    private static final Set<String> BY_HAND = Set.of("to");

    /** What others are made with. */
    private static final Set<String> MEANS = Set.of("self", "apply", "applyInPlace", "draw", "state");

    private final JavaClasses classes = new ClassFileImporter().importPackages(AUTOGRAD, ROUTINES);
    private final Map<String, RoutineFacts> facts;
    private final Map<String, Set<JavaMethod>> methods = new TreeMap<>();
    private final Map<String, Observations.Observed> observed = new Observations().all();

    private TensorOperations(Map<String, RoutineFacts> facts) {
        this.facts = facts;
        for (JavaClass type : classes.get(Tensor.class).getPackage().getClasses()) {
            boolean hasOperations = type.getModifiers().contains(JavaModifier.PUBLIC)
                    && !NOT_OPERATIONS.contains(type.getSimpleName())
                    && !type.isRecord()
                    && !type.isAssignableTo(Function.class);
            if (hasOperations) {
                type.getMethods().stream()
                        .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                        .filter(method -> !MEANS.contains(method.getName()))
                        .filter(method -> makesTensors(method.reflect().getGenericReturnType()))
                        .forEach(method -> methods.computeIfAbsent(method.getName(), n -> new HashSet<>())
                                .add(method));
            }
        }
    }

    /** A tensor, a list of them, or a record that has some. */
    private static boolean makesTensors(java.lang.reflect.Type type) {
        return type == Tensor.class
                || type.getTypeName().equals("java.util.List<" + Tensor.class.getName() + ">")
                || (type instanceof Class<?> record
                        && record.isRecord()
                        && List.of(record.getRecordComponents()).stream()
                                .anyMatch(part -> part.getType() == Tensor.class));
    }

    /** All there are, by name. */
    public static List<TensorOperation> all() {
        return all(RoutineFacts.all());
    }

    static List<TensorOperation> all(Map<String, RoutineFacts> facts) {
        return new TensorOperations(facts).describe();
    }

    /** The methods of this package that something in the given packages calls, or refers to. */
    static Set<String> calledFrom(String... packages) {
        return new ClassFileImporter()
                .importPackages(packages).stream()
                        .flatMap(type -> type.getAccessesFromSelf().stream())
                        .filter(access ->
                                access.getTargetOwner().getPackageName().equals(AUTOGRAD))
                        .map(JavaAccess::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Collects what one operation comes to. */
    private static final class Found {
        private final Set<String> parts = new TreeSet<>();
        private final Set<JavaClass> functions = new HashSet<>();
        private final Set<JavaClass> forward = new HashSet<>();
        private final Set<JavaClass> backward = new HashSet<>();
        /** Lower-case names of constants and factories, which tell which of a routine's operations is meant. */
        private final Set<String> constants = new TreeSet<>();
        /** The same, in functions: theirs are told apart by the operation where it says more. */
        private final Set<String> constantsOfFunctions = new TreeSet<>();
    }

    private List<TensorOperation> describe() {
        Map<String, Found> found = new TreeMap<>();
        methods.forEach((name, overloads) -> found.put(name, found(name, overloads)));
        Set<String> rows = CheckedGradients.rows();
        Set<String> called = calledFrom(CheckedGradients.class.getPackageName());
        Map<String, Derivative> derivatives = new TreeMap<>();
        found.keySet().forEach(name -> derive(name, found, rows, called, derivatives));
        return found.entrySet().stream()
                .map(entry -> new TensorOperation(
                        entry.getKey(),
                        methods.getOrDefault(entry.getKey(), Set.of())
                                .iterator()
                                .next()
                                .getOwner()
                                .getSimpleName(),
                        entry.getValue().parts.stream()
                                .map(TensorOperation::snake)
                                .collect(Collectors.toCollection(TreeSet::new)),
                        routines(entry.getKey(), entry.getValue(), entry.getValue().forward),
                        routines(entry.getKey(), entry.getValue(), entry.getValue().backward),
                        types(entry.getKey()),
                        derivatives.getOrDefault(entry.getKey(), Derivative.NONE)))
                .toList();
    }

    private Found found(String name, Set<JavaMethod> overloads) {
        Found found = new Found();
        Set<JavaMember> seen = new HashSet<>(overloads);
        Deque<JavaCodeUnit> next = new ArrayDeque<>(overloads);
        while (!next.isEmpty()) {
            for (JavaAccess<?> access : next.remove().getAccessesFromSelf()) {
                JavaClass owner = access.getTargetOwner();
                if (owner.getPackageName().startsWith(ROUTINES)) {
                    note(access, found.constants, found.forward);
                } else if (owner.getPackageName().equals(AUTOGRAD) && !(access instanceof JavaFieldAccess)) {
                    if (isOperation(access) && !access.getName().equals(name)) {
                        found.parts.add(access.getName());
                    } else if (owner.isAssignableTo(Function.class)) {
                        function(owner, found);
                    } else if (access.getTarget().resolveMember().orElse(null) instanceof JavaCodeUnit unit
                            && !unit.getOwner().isEquivalentTo(Tensor.class)
                            && seen.add(unit)) {
                        next.add(unit);
                    }
                } else if (owner.getPackageName().equals(AUTOGRAD)) {
                    // A constant, such as a function that makes cells.
                    JavaClass home = access.getTargetOwner();
                    if (home.isAssignableTo(Function.class)) {
                        function(home, found);
                    }
                }
            }
        }
        return found;
    }

    private boolean isOperation(JavaAccess<?> access) {
        Set<JavaMethod> own = methods.getOrDefault(access.getName(), Set.of());
        return access.getTarget().resolveMember().orElse(null) instanceof JavaMethod method && own.contains(method);
    }

    /** Notes the routines of a function: those of forward for themselves. */
    private void function(JavaClass type, Found found) {
        if (!found.functions.add(type)) {
            return;
        }
        for (JavaClass part : classes) {
            if (part.equals(type) || part.getName().startsWith(type.getName() + "$")) {
                for (JavaCodeUnit unit : part.getCodeUnits()) {
                    boolean forward = part.equals(type)
                            && BACKWARD.stream()
                                    .noneMatch(word -> unit.getName().startsWith(word));
                    for (JavaAccess<?> access : unit.getAccessesFromSelf()) {
                        note(access, found.constantsOfFunctions, forward ? found.forward : found.backward);
                    }
                }
            }
        }
        type.getRawSuperclass()
                .filter(parent -> parent.isAssignableTo(Function.class) && !parent.isEquivalentTo(Function.class))
                .ifPresent(parent -> function(parent, found));
    }

    private static void note(JavaAccess<?> access, Set<String> constants, Set<JavaClass> routines) {
        JavaClass owner = access.getTargetOwner();
        if (access instanceof JavaFieldAccess && owner.isEquivalentTo(PointwiseOp.class)) {
            constants.add(access.getName().toLowerCase(Locale.ROOT));
        } else if (owner.isAssignableTo(Routine.class)) {
            boolean made = access.getName().equals("<init>")
                    || (access.getTarget().resolveMember().orElse(null) instanceof JavaMethod method
                            && method.getModifiers().contains(JavaModifier.STATIC));
            if (made) {
                routines.add(owner);
                if (!access.getName().equals(FACTORY_OF_NAMED)) {
                    constants.add(TensorOperation.snake(access.getName()));
                }
            }
        }
    }

    /**
     * The operations that classes stand for; of those with several, the one that is called as the method is, or the ones
     * that a constant names.
     */
    private Set<String> routines(String method, Found found, Set<JavaClass> types) {
        Set<String> names = new TreeSet<>();
        for (JavaClass type : types) {
            List<String> own = facts.values().stream()
                    .filter(known -> type.isEquivalentTo(known.type()))
                    .map(RoutineFacts::name)
                    .toList();
            List<String> meant = Stream.of(
                            Set.of(TensorOperation.snake(method)), found.constants, found.constantsOfFunctions)
                    .map(said -> own.stream().filter(said::contains).toList())
                    .filter(list -> !list.isEmpty())
                    .findFirst()
                    .orElse(type.isEquivalentTo(Pointwise.class) ? List.of("pointwise") : own);
            names.addAll(meant);
        }
        return names;
    }

    private Set<DType> types(String name) {
        return observed.containsKey(name) ? observed.get(name).types() : Set.of();
    }

    // ---- Derivatives

    private Derivative derive(
            String name,
            Map<String, Found> found,
            Set<String> rows,
            Set<String> called,
            Map<String, Derivative> derivatives) {
        Derivative known = derivatives.get(name);
        if (known != null) {
            return known;
        }
        derivatives.put(name, Derivative.NONE); // while its own parts are looked at
        Found own = found.get(name);
        Set<Derivative> ofParts = new HashSet<>();
        if (own != null && !name.endsWith("InPlace")) {
            own.parts.forEach(part -> ofParts.add(derive(part, found, rows, called, derivatives)));
        }
        Derivative result = Derivative.NONE;
        Observations.Observed seen = observed.get(name);
        if (own == null || name.endsWith("InPlace") || (seen != null && !seen.differentiable())) {
            result = Derivative.NONE;
        } else if (own.functions.stream().anyMatch(TensorOperations::isDifferentiable)) {
            boolean checked = called.contains(name) || own.constants.stream().anyMatch(rows::contains);
            result = BY_HAND.contains(name) ? Derivative.BY_HAND : checked ? Derivative.CHECKED : Derivative.UNCHECKED;
        } else if (ofParts.stream().anyMatch(derivative -> derivative != Derivative.NONE)) {
            result = called.contains(name)
                    ? Derivative.CHECKED
                    : ofParts.contains(Derivative.UNCHECKED) ? Derivative.UNCHECKED : Derivative.OF_PARTS;
        }
        derivatives.put(name, result);
        return result;
    }

    private static boolean isDifferentiable(JavaClass function) {
        return !function.getSimpleName().equals("Plain")
                && !function.getModifiers().contains(JavaModifier.ABSTRACT);
    }
}
