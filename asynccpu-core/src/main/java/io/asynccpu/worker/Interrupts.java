package io.asynccpu.worker;

/**
 * Ctrl-C in a terminal reaches every process of the group; when a worker ends is for the parent to decide. By reflection,
 * since the compiler warns of {@code sun.misc.Signal} and a runtime image may lack it.
 */
final class Interrupts {

    private Interrupts() {}

    static void ignore() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance("INT"),
                            handler.getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException | LinkageError e) {
            System.err.println("asynccpu: Ctrl-C will end this worker before its parent decides: " + e);
        }
    }
}
