package io.asynccpu.internal.child;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Handles signals that reach a whole group of processes, such as Ctrl-C, a closed terminal or a service manager's stop. The parent
 * decides when a worker ends after such a signal, since it may let tasks finish. The JDK's classes for signals are used by reflection,
 * because the compiler warns of them and a runtime image may lack them.
 */
final class Signals {

    /** How long the parent may take to tell that it has received the signal, too. */
    private static final int SECONDS_TO_TELL = 1;

    private static final CountDownLatch STAY = new CountDownLatch(1);

    private Signals() {}

    static void handle() {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = lambda(handler);
            // A handler, because processes that a task starts inherit an ignored signal, but not a handler.
            handle("INT", handler, ours);
            handle("TERM", handler, ours);
            handle("HUP", handler, ours);
        } catch (Throwable e) {
            StderrLog.log("a signal to the process group may end this worker before its parent decides: " + e);
        }
    }

    private static void handle(String name, Class<?> handler, Object how) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), how);
    }

    /** What the compiler would make of a method reference. A proxy takes ten times as long, at each start of a worker. */
    private static Object lambda(Class<?> handler) throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodType takesSignal = MethodType.methodType(void.class, Class.forName("sun.misc.Signal"));
        return LambdaMetafactory.metafactory(
                        lookup,
                        "handle",
                        MethodType.methodType(handler),
                        takesSignal,
                        lookup.findStatic(
                                Signals.class,
                                "endUnlessParentSaysStay",
                                MethodType.methodType(void.class, Object.class)),
                        takesSignal)
                .getTarget()
                .invoke();
    }

    /** Called on a thread of its own. If the parent is gone, the watchdog ends this JVM earlier. */
    @SuppressWarnings("unused") // Named as a string above.
    private static void endUnlessParentSaysStay(Object signal) throws InterruptedException {
        if (signal.toString().equals("SIGINT")) {
            return;
        }
        if (!STAY.await(SECONDS_TO_TELL, TimeUnit.SECONDS)) {
            System.exit(signal.toString().equals("SIGTERM") ? 143 : 129);
        }
    }

    /** The parent is ending, and will tell when this worker has to end. */
    static void stay() {
        STAY.countDown();
    }
}
