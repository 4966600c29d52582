package io.asynccpu.supervisor;

import io.asynccpu.protocol.Message;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells all workers when this JVM begins to end, so that they outlive a signal that reached them, too, for as long as pools
 * that are closed in an orderly way need them. The JVM's hook is there only while there are workers, since it would keep a
 * class loader alive. Thread-safe.
 */
final class ShutdownNotifier {

    private static final Set<Worker> WORKERS = ConcurrentHashMap.newKeySet();

    // Guarded by the class.
    private static @Nullable Thread hook;

    private ShutdownNotifier() {}

    static synchronized void tell(Worker worker) {
        WORKERS.add(worker);
        if (hook == null) {
            Thread teller = new Thread(() -> WORKERS.forEach(ShutdownNotifier::tellNow), "asynccpu-parents-end");
            try {
                Runtime.getRuntime().addShutdownHook(teller);
                hook = teller;
            } catch (IllegalStateException ending) {
                tellNow(worker);
            }
        }
    }

    private static void tellNow(Worker worker) {
        worker.send(new Message.Stay());
    }

    static synchronized void forget(Worker worker) {
        WORKERS.remove(worker);
        if (hook != null && WORKERS.isEmpty()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
                hook = null;
            } catch (IllegalStateException ending) {
                // It runs already, or is about to.
            }
        }
    }
}
