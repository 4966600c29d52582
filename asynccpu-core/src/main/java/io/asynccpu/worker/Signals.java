package io.asynccpu.worker;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Signals that reach a whole group of processes, as Ctrl-C, a closed terminal or a service manager's stop: when a worker
 * ends then is for the parent to decide, which may let tasks finish. By reflection, since the compiler warns of {@code
 * sun.misc.Signal} and a runtime image may lack it.
 */
final class Signals {

    /** How long the parent may take to say that it got the signal, too. */
    private static final int SECONDS_TO_SAY_SO = 1;

    private static final CountDownLatch STAY = new CountDownLatch(1);

    private Signals() {}

    static void handle() {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            handle("INT", handler, handler.getField("SIG_IGN").get(null));
            for (String name : new String[] {"TERM", "HUP"}) {
                handle(
                        name,
                        handler,
                        Proxy.newProxyInstance(
                                Signals.class.getClassLoader(),
                                new Class<?>[] {handler},
                                (proxy, method, arguments) -> switch (method.getName()) {
                                    case "hashCode" -> System.identityHashCode(proxy);
                                    case "equals" -> arguments != null && proxy == arguments[0];
                                    case "toString" -> "worker's handler of SIG" + name;
                                    default -> {
                                        endUnlessParentSaysStay(name.equals("TERM") ? 143 : 129);
                                        yield null;
                                    }
                                }));
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            System.err.println("asynccpu: a signal to the group may end this worker before its parent decides: " + e);
        }
    }

    private static void handle(String name, Class<?> handler, Object how) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), how);
    }

    /** On a thread of its own. If the parent is gone by then, the leash is faster. */
    private static void endUnlessParentSaysStay(int exitCode) throws InterruptedException {
        if (!STAY.await(SECONDS_TO_SAY_SO, TimeUnit.SECONDS)) {
            System.exit(exitCode);
        }
    }

    /** The parent is ending, and will say when this worker is to. */
    static void stay() {
        STAY.countDown();
    }
}
