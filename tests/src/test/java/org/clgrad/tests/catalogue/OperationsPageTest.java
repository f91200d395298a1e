package org.clgrad.tests.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.clgrad.tests.catalogue.TensorOperation.Derivative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page of operations is what the catalogue says now. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // the catalogue is read once
class OperationsPageTest {
    private static final boolean WRITE = Boolean.getBoolean("clgrad.test.write");

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
}
