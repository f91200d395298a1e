package org.clgrad.tests.routine;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Random;
import java.util.stream.Stream;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.check.RoutineCatalog;
import org.clgrad.engine.routine.Routine;
import org.clgrad.engine.routine.SampleSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No routine is forgotten: each has a sample space, and the catalog lists it. */
class RoutineCatalogTest {
    static Stream<Class<?>> routines() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("org.clgrad").stream()
                        .filter(type -> type.isAssignableTo(Routine.class) && !type.isInterface())
                        .map(JavaClass::reflect);
    }

    @ParameterizedTest
    @MethodSource("routines")
    void isListed(Class<?> routine) throws ReflectiveOperationException {
        assertThat(routine.isRecord()).as("a routine is a record").isTrue();
        Method samples = routine.getMethod("samples");
        assertThat(Modifier.isStatic(samples.getModifiers())).isTrue();
        SampleSpace own = (SampleSpace) samples.invoke(null);
        SampleSpace listed = RoutineCatalog.space(own.operation());
        RoutineCase any = RoutineCase.draw(listed, new Random(1));
        assertThat(listed.sample(any.choice()).routine()).isInstanceOf(routine);
    }

    @Test
    void noOperationIsListedTwice() {
        assertThat(RoutineCatalog.spaces().stream().map(SampleSpace::operation)).doesNotHaveDuplicates();
        assertThat(RoutineCatalog.spaces()).hasSameSizeAs(routines().toList());
    }
}
