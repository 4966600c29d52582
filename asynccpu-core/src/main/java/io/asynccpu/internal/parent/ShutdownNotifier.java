package io.asynccpu.internal.parent;

import io.asynccpu.internal.protocol.Message;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A shutdown hook that tells all workers that this JVM is shutting down. A signal may have reached the workers, too; those
 * that were told outlive it for as long as pools that are closed in an orderly way need them.
 *
 * <p>Actors: the workers' own threads add and remove their channels, the hook's thread reads them. Shared state: the channels,
 * in a concurrent set, and the hook, guarded by the class. The hook is registered only while there are workers, since it would
 * keep a class loader alive.
 */
final class ShutdownNotifier {

    private static final Set<WorkerChannel> WORKERS = ConcurrentHashMap.newKeySet();

    // Guarded by the class.
    private static @Nullable Thread hook;

    private ShutdownNotifier() {}

    static synchronized void add(WorkerChannel worker) {
        WORKERS.add(worker);
        if (hook == null) {
            Thread notifier = new Thread(() -> WORKERS.forEach(ShutdownNotifier::notifyNow), "asynccpu-shutdown");
            try {
                Runtime.getRuntime().addShutdownHook(notifier);
                hook = notifier;
            } catch (IllegalStateException ending) {
                notifyNow(worker);
            }
        }
    }

    private static void notifyNow(WorkerChannel worker) {
        worker.send(new Message.Stay());
    }

    static synchronized void remove(WorkerChannel worker) {
        WORKERS.remove(worker);
        if (hook != null && WORKERS.isEmpty()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
                hook = null;
            } catch (IllegalStateException ending) {
                // The hook runs already, or is about to.
            }
        }
    }
}
