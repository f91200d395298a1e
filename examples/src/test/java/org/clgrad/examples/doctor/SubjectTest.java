package org.clgrad.examples.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.clgrad.engine.check.RoutineCase;
import org.clgrad.engine.check.RoutineCatalog;
import org.clgrad.engine.routine.SampleSpace;
import org.clgrad.engine.tensor.DType;
import org.junit.jupiter.api.Test;

/** Every operation and element type is a subject once, and its cases are of it. */
class SubjectTest {
    private static final List<Subject> ALL = Subject.all();

    @Test
    void noneIsMissing() {
        assertThat(ALL)
                .extracting(Subject::toString)
                .doesNotHaveDuplicates()
                .contains(
                        "matmul f32",
                        "matmul f64",
                        "add i64",
                        "exp f64",
                        "where u8",
                        "cast bool",
                        "argmax f32",
                        "sum bool",
                        "increment i64");
        assertThat(ALL).extracting(Subject::toString).doesNotContain("exp i32", "matmul i32");
        assertThat(ALL.stream().map(Subject::space).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(RoutineCatalog.spaces());
    }

    @Test
    void casesAreOfTheirSubjectAndTheSameEachTime() {
        for (Subject subject : ALL) {
            List<RoutineCase> cases = subject.cases().limit(3).toList();
            assertThat(cases)
                    .as("%s", subject)
                    .hasSize(3)
                    .isEqualTo(subject.cases().limit(3).toList());
            assertThat(cases).allSatisfy(one -> {
                assertThat(one.sample().routine().name()).isEqualTo(subject.operation());
                if (one.choice().values().get("dtype") instanceof DType dtype) {
                    assertThat(dtype).isEqualTo(subject.dtype());
                }
            });
        }
    }

    @Test
    void aSubjectIsFoundByItsNameAndByItsKin() {
        Subject add = ALL.stream()
                .filter(subject -> subject.operation().equals("add"))
                .findFirst()
                .orElseThrow();
        assertThat(add.isOf("add")).isTrue();
        assertThat(add.isOf("pointwise")).isTrue();
        assertThat(add.isOf("matmul")).isFalse();
        SampleSpace space = add.space();
        assertThat(space.operation()).isEqualTo("pointwise");
    }
}
