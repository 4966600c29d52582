package io.asynccpu.logging;

import io.asynccpu.codec.OwnThread;
import io.asynccpu.codec.RemoteThrowable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Throwables of the application's own classes for lines of a worker's log. Such a class may do anything when an object of it is
 * made or asked, but the thread that writes the line is one that tasks need. So the first object of each class is made and asked
 * on a thread of its own; a class that does not come to an end there is only told from then on. Thread-safe.
 */
final class KnownThrowables {

    private static final Logger LOG = LoggerFactory.getLogger(KnownThrowables.class);

    private static final Duration TIME_TO_TRY = Duration.ofSeconds(1);

    /** What a child may make this side look for. */
    private static final int MOST_CLASSES = 1_000;

    private final ClassLoader loader;
    private final Set<String> harmless = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    /**
     * @param loader of the application's classes
     */
    KnownThrowables(ClassLoader loader) {
        this.loader = loader;
    }

    /** Of the class that it has in the worker, if that is known to be harmless; else itself. */
    Throwable ofItsClass(RemoteThrowable told) {
        Set<String> names = told.classNames();
        if (harmless.containsAll(names)) {
            return told.ofItsClass(loader);
        }
        if (names.stream().anyMatch(refused::contains) || harmless.size() + refused.size() > MOST_CLASSES) {
            return told;
        }
        try {
            Throwable made = OwnThread.call("asynccpu-logged-throwable", TIME_TO_TRY, () -> makeAndAsk(told));
            harmless.addAll(names);
            return made;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | OutOfMemoryError e) {
            refused.addAll(names);
            LOG.warn(
                    "Exceptions of the classes {} from workers are logged as data from now on: an object of one of them failed or"
                            + " took longer than {} s to be made and asked what it is",
                    names,
                    TIME_TO_TRY.toSeconds(),
                    e);
        }
        return told;
    }

    private Throwable makeAndAsk(RemoteThrowable told) {
        Throwable made = told.ofItsClass(loader);
        ask(made);
        return made;
    }

    /** All that a layout may ask it, and its causes. */
    private static void ask(Throwable made) {
        StringBuilder answers = new StringBuilder();
        int depth = 0;
        for (Throwable each = made; each != null && depth < 100; each = each.getCause()) {
            answers.append(each).append(each.getMessage()).append(each.getLocalizedMessage());
            answers.append(each.getStackTrace().length).append(each.getSuppressed().length);
            for (Throwable suppressed : each.getSuppressed()) {
                answers.append(suppressed).append(suppressed.getMessage());
            }
            depth++;
        }
        LOG.trace("A worker has logged {}", answers);
    }
}
