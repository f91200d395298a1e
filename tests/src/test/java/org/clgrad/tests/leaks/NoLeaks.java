package org.clgrad.tests.leaks;

import org.clgrad.tests.kit.LeakCensus;
import org.clgrad.tests.kit.TestRun;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves storage or events on the devices under test: {@code @ExtendWith(NoLeaks.class)}. */
public final class NoLeaks implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(NoLeaks.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(STORE)
                .put(LeakCensus.class, LeakCensus.take(TestRun.current().devices()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        LeakCensus before = context.getStore(STORE).get(LeakCensus.class, LeakCensus.class);
        // Absent where taking the census failed, which has failed the test already.
        if (before != null) {
            before.check();
        }
    }
}
