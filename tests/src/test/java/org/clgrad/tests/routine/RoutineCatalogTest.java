package org.clgrad.tests.routine;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
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
        assertThat(spaces(routine)).isNotEmpty();
        for (SampleSpace own : spaces(routine)) {
            SampleSpace listed = RoutineCatalog.space(own.operation());
            RoutineCase any = RoutineCase.draw(listed, new Random(1));
            assertThat(listed.sample(any.choice()).routine()).isInstanceOf(routine);
        }
    }

    /** A routine has one space, or one for each constant of what tells its operations apart. */
    private static List<SampleSpace> spaces(Class<?> routine) throws ReflectiveOperationException {
        List<SampleSpace> spaces = new ArrayList<>();
        for (Method method : routine.getMethods()) {
            if (method.getName().equals("samples") && Modifier.isStatic(method.getModifiers())) {
                Class<?>[] parameters = method.getParameterTypes();
                Object[] constants = parameters.length == 0 ? new Object[1] : parameters[0].getEnumConstants();
                for (Object constant : constants) {
                    Object space = parameters.length == 0 ? method.invoke(null) : method.invoke(null, constant);
                    spaces.add((SampleSpace) space);
                }
            }
        }
        return spaces;
    }

    @Test
    void noOperationIsListedTwice() throws ReflectiveOperationException {
        assertThat(RoutineCatalog.spaces().stream().map(SampleSpace::operation)).doesNotHaveDuplicates();
        int spaces = 0;
        for (Class<?> routine : routines().toList()) {
            spaces += spaces(routine).size();
        }
        assertThat(RoutineCatalog.spaces()).hasSize(spaces);
    }
}
