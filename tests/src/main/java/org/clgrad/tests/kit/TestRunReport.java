package org.clgrad.tests.kit;

import java.util.List;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Prints at the end of a test run what ran on which device, and how much of the sample spaces was met. */
public final class TestRunReport implements TestExecutionListener {
    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        List<String> lines = TestRun.current().end();
        if (!lines.isEmpty()) {
            System.out.println(String.join(System.lineSeparator(), lines));
        }
    }
}
