package io.asynccpu.worker;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Signals that reach a whole group of processes, as Ctrl-C, a closed terminal or a service manager's stop: when a worker
 * ends then is for the parent to decide, which may let tasks finish. The JDK's classes for it are not named here, since the
 * compiler warns of them and a runtime image may lack them.
 */
final class Signals {

    /** How long the parent may take to say that it got the signal, too. */
    private static final int SECONDS_TO_SAY_SO = 1;

    private static final CountDownLatch STAY = new CountDownLatch(1);

    private Signals() {}

    static void handle() {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = lambda(handler);
            // Not ignored, as what a task starts would ignore it, too; handlers are not inherited.
            handle("INT", handler, ours);
            handle("TERM", handler, ours);
            handle("HUP", handler, ours);
        } catch (Throwable e) {
            Words.say("a signal to the group may end this worker before its parent decides: " + e);
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

    /** On a thread of its own. If the parent is gone by then, the leash is faster. */
    @SuppressWarnings("unused") // Named as a string above.
    private static void endUnlessParentSaysStay(Object signal) throws InterruptedException {
        if (signal.toString().equals("SIGINT")) {
            return;
        }
        if (!STAY.await(SECONDS_TO_SAY_SO, TimeUnit.SECONDS)) {
            System.exit(signal.toString().equals("SIGTERM") ? 143 : 129);
        }
    }

    /** The parent is ending, and will say when this worker is to. */
    static void stay() {
        STAY.countDown();
    }
}
