package org.clgrad.tests.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.clgrad.tests.catalogue.TensorOperation.Derivative;
import org.clgrad.tests.kit.Checkout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page of operations is what the catalogue says now. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the catalogue is read once
class OperationsPageTest {
    private static final boolean WRITE = Boolean.getBoolean("clgrad.test.write");

    /** What they make is chance, whose distribution is tested; nobody works it out. */
    private static final Set<String> DRAWS = Set.of("rand", "randint", "randn");

    /** What measures a device, and formulas of tests and of an example. */
    private static final Set<String> NO_OPERATIONS =
            Set.of("fma_chain", "stream_copy", "square_add", "squared_distance");

    private final OperationsPage page = new OperationsPage();

    @Test
    void isWhatTheCatalogueSays() throws IOException {
        if (WRITE) {
            System.out.println("written: " + page.write());
        }
        assertThat(Checkout.text(OperationsPage.FILE))
                .as("%s is stale: run this test with -Dclgrad.test.write=true", OperationsPage.FILE)
                .isEqualTo(page.text());
    }

    @Test
    void everyDifferentiableOperationIsChecked() {
        List<String> unchecked = page.operations().stream()
                .filter(operation -> operation.derivative() == Derivative.UNCHECKED)
                .map(TensorOperation::name)
                .toList();
        assertThat(unchecked).as("operations without a row of GradientTest").isEmpty();
    }

    @Test
    void everyOperationAndRoutineHasACaseByHand() {
        assertThat(page.operations().stream()
                        .filter(operation -> page.handComputed(operation).isEmpty())
                        .map(TensorOperation::name)
                        .filter(name -> !DRAWS.contains(name)))
                .as("operations without a case by hand")
                .isEmpty();
        assertThat(page.routinesNotByHand())
                .as("routines without a case by hand")
                .isSubsetOf(NO_OPERATIONS);
    }
}
