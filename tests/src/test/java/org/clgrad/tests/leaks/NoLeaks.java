package org.clgrad.tests.leaks;

import org.clgrad.tests.kit.LeakCensus;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails every test that leaves something on a device; JUnit finds it by itself. */
public final class NoLeaks implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(NoLeaks.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(STORE).put(LeakCensus.class, LeakCensus.take());
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
