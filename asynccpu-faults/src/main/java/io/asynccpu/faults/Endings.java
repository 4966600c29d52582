package io.asynccpu.faults;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Ways for a JVM to end itself. */
final class Endings {

    private static final int LONGEST_WAIT_FOR_SIGNAL = 5;

    private Endings() {}

    static void exit(int code) {
        System.exit(code);
    }

    static void halt(int code) {
        Runtime.getRuntime().halt(code);
    }

    /** A write to address 0 by native code of the JVM, which it takes for its own crash. */
    static void segfault() throws IOException, InterruptedException {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field instance = type.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            type.getMethod("putAddress", long.class, long.class).invoke(instance.get(null), 0L, 0L);
        } catch (ReflectiveOperationException | RuntimeException withoutUnsafe) {
            // Not before it is needed: logging starts at the first logger, which is to hold up no end.
            LoggerFactory.getLogger(Endings.class)
                    .debug("This JVM does not let itself be crashed from inside", withoutUnsafe);
        }
        signal("SEGV");
    }

    /** The JVM handles some signals on its own time, so the caller waits a bounded time for the end. */
    static void signal(String name) throws IOException, InterruptedException {
        String self = Long.toString(ProcessHandle.current().pid());
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s \"$0\" \"$1\"", name, self)
                .redirectErrorStream(true)
                .start();
        String said = new String(kill.getInputStream().readAllBytes(), java.nio.charset.Charset.defaultCharset());
        if (kill.waitFor() != 0) {
            throw new IllegalArgumentException("Signal " + name + " cannot be sent: " + said.trim());
        }
        boolean unused = new CountDownLatch(1).await(LONGEST_WAIT_FOR_SIGNAL, TimeUnit.SECONDS);
    }
}
