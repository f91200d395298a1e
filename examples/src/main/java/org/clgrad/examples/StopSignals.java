package org.clgrad.examples;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * While open, SIGINT (Ctrl-C) and SIGTERM ask for an end instead of making one; the second of them ends the process at
 * once.
 *
 * <p>Java has no interface for signals but {@code sun.misc.Signal}, which is in every JDK and warned of by the compiler
 * wherever it is named; so it is reached by reflection. Shutdown hooks would not do: a second signal does not end a JVM
 * that waits for one.
 */
final class StopSignals implements AutoCloseable {
    /** What shells make of a death by signal, by POSIX: 128 and the number. */
    private static final int STATUS_OF_SIGNALS = 128;

    private final Map<Object, Object> before = new LinkedHashMap<>();
    private final AtomicInteger raised = new AtomicInteger();

    private StopSignals() {}

    /**
     * Begins to listen.
     *
     * @param answer the line with which the first signal is answered on the error stream
     */
    static StopSignals listen(String answer) {
        StopSignals signals = new StopSignals();
        signals.handle("INT", answer);
        signals.handle("TERM", answer);
        return signals;
    }

    private void handle(String name, String answer) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object signal = type.getConstructor(String.class).newInstance(name);
            int number = (int) type.getMethod("getNumber").invoke(signal);
            Object ours = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            arrived(number, answer);
                            yield null;
                        }
                        case "equals" -> proxy == arguments[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> "handler of SIG" + name;
                    });
            before.put(signal, type.getMethod("handle", type, handler).invoke(null, signal, ours));
        } catch (InvocationTargetException e) {
            // The VM keeps the signal for itself, as with -Xrs: then it ends the process as it always did.
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw new IllegalStateException("SIG" + name + " cannot be listened to", e);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("SIG" + name + " cannot be listened to", e);
        }
    }

    private void arrived(int number, String answer) {
        if (!raised.compareAndSet(0, number)) {
            Runtime.getRuntime().halt(STATUS_OF_SIGNALS + number);
        }
        System.err.println(System.lineSeparator() + answer);
        System.err.flush();
    }

    /** Whether a signal has come. */
    boolean isRaised() {
        return raised.get() != 0;
    }

    /** The status to end with because of the signal that came. */
    int status() {
        return STATUS_OF_SIGNALS + raised.get();
    }

    /** Signals do again what they did before. */
    @Override
    public void close() {
        before.forEach((signal, handler) -> {
            try {
                signal.getClass()
                        .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
                        .invoke(null, signal, handler);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(signal + " cannot be given back", e);
            }
        });
    }
}
