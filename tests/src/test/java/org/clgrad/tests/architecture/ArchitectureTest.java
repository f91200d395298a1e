package org.clgrad.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** The arrows between the rooms, and the rules of the house that a program can check. */
@AnalyzeClasses(packages = "org.clgrad", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] LIBRARIES = {
        "org.clgrad.kernels..", "org.clgrad.engine..", "org.clgrad.autograd..", "org.clgrad.nn.."
    };

    /** All that nn may use of the engine, so that it cannot tell which kind of device it runs on. */
    private static final Set<String> ENGINE_FOR_NN = Set.of(
            "org.clgrad.engine.CacheFolder",
            "org.clgrad.engine.Device",
            "org.clgrad.engine.Devices",
            "org.clgrad.engine.DeviceStatistics",
            "org.clgrad.engine.Releasable",
            "org.clgrad.engine.Scope",
            "org.clgrad.engine.tensor.DType",
            "org.clgrad.engine.tensor.MismatchException",
            "org.clgrad.engine.tensor.Shape");

    @ArchTest
    static final ArchRule ROOMS = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.clgrad..")
            .layer("kernels-cl")
            .definedBy("org.clgrad.kernels..")
            .layer("engine")
            .definedBy("org.clgrad.engine..")
            .optionalLayer("autograd")
            .definedBy("org.clgrad.autograd..")
            .layer("nn")
            .definedBy("org.clgrad.nn..")
            .layer("examples")
            .definedBy("org.clgrad.examples..")
            .layer("tests")
            .definedBy("org.clgrad.tests..")
            .whereLayer("kernels-cl")
            .mayOnlyBeAccessedByLayers("engine", "tests")
            .whereLayer("engine")
            .mayOnlyBeAccessedByLayers("autograd", "nn", "examples", "tests")
            .whereLayer("autograd")
            .mayOnlyBeAccessedByLayers("nn", "examples", "tests")
            .whereLayer("nn")
            .mayOnlyBeAccessedByLayers("examples", "tests")
            .whereLayer("examples")
            .mayOnlyBeAccessedByLayers("tests")
            .whereLayer("tests")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("org.clgrad.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule LWJGL_IN_ITS_BINDING_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("org.clgrad.engine.cl.lwjgl..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.lwjgl..");

    @ArchTest
    static final ArchRule JOCL_IN_ITS_BINDING_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("org.clgrad.engine.cl.jocl..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.jocl..");

    @ArchTest
    static final ArchRule BINDINGS_ARE_FOUND_NOT_NAMED = noClasses()
            .that()
            .resideInAnyPackage(LIBRARIES)
            .and()
            .resideOutsideOfPackages("org.clgrad.engine.cl.lwjgl..", "org.clgrad.engine.cl.jocl..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.clgrad.engine.cl.lwjgl..", "org.clgrad.engine.cl.jocl..");

    @ArchTest
    static final ArchRule KINDS_OF_DEVICE_ARE_THE_ENGINES_OWN_AFFAIR = noClasses()
            .that()
            .resideInAnyPackage("org.clgrad.autograd..", "org.clgrad.nn..", "org.clgrad.examples..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.clgrad.engine.cl..", "org.clgrad.engine.host..");

    @ArchTest
    static final ArchRule ROUTINES_KNOW_NO_DEVICE = classes()
            .that()
            .resideInAPackage("org.clgrad.engine.routine..")
            .should(onlyDependOnClassesThat(not(resideInAPackage("org.clgrad.."))
                    .or(resideInAnyPackage(
                            "org.clgrad.engine.routine..", "org.clgrad.engine.tensor..", "org.clgrad.kernels.."))));

    @ArchTest
    static final ArchRule NN_KNOWS_LITTLE_OF_THE_ENGINE = classes()
            .that()
            .resideInAPackage("org.clgrad.nn..")
            .should(onlyDependOnClassesThat(not(resideInAPackage("org.clgrad.engine.."))
                    .or(DescribedPredicate.describe(
                            "are " + ENGINE_FOR_NN, type -> ENGINE_FOR_NN.contains(type.getFullName())))));

    @ArchTest
    static final ArchRule LIBRARIES_DO_NOT_PRINT =
            noClasses().that().resideInAnyPackage(LIBRARIES).should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule TYPES_ARE_NOUNS_OF_THE_FIELD =
            noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl)");

    @ArchTest
    static final ArchRule PACKAGES_ARE_NULL_MARKED = classes().should(liveInANullMarkedPackage());

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package with a package-info that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                JavaPackage home = type.getPackage();
                boolean marked = home.tryGetPackageInfo().isPresent() && home.isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(type, marked, type.getFullName() + " in " + home.getName()));
            }
        };
    }
}
