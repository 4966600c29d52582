package io.asynccpu.internal.task;

import io.asynccpu.api.TaskProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers a task's progress to its listeners: one call at a time, and only the newest progress. Thread-safe. */
final class ProgressFeed {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressFeed.class);

    private final Executor callbacks;
    // Guarded by this.
    private final List<Subscription> subscriptions = new ArrayList<>();
    private @Nullable TaskProgress newest;

    private static final class Subscription {
        private final Consumer<? super TaskProgress> listener;
        private @Nullable TaskProgress delivered;
        private boolean busy;

        Subscription(Consumer<? super TaskProgress> listener) {
            this.listener = listener;
        }
    }

    ProgressFeed(Executor callbacks) {
        this.callbacks = callbacks;
    }

    synchronized @Nullable TaskProgress newest() {
        return newest;
    }

    synchronized void progressed(TaskProgress progress) {
        newest = progress;
        subscriptions.forEach(this::wake);
    }

    synchronized void subscribe(Consumer<? super TaskProgress> listener) {
        Subscription subscription = new Subscription(listener);
        subscriptions.add(subscription);
        if (newest != null) {
            wake(subscription);
        }
    }

    /** Caller holds this. */
    private void wake(Subscription subscription) {
        if (!subscription.busy) {
            subscription.busy = true;
            callbacks.execute(() -> deliver(subscription));
        }
    }

    private void deliver(Subscription subscription) {
        TaskProgress progress;
        while ((progress = next(subscription)) != null) {
            try {
                subscription.listener.accept(progress);
            } catch (RuntimeException | Error e) {
                LOG.warn("A progress listener failed", e);
            }
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private synchronized @Nullable TaskProgress next(Subscription subscription) {
        // Compared by identity: equal progress that is reported twice is delivered twice.
        if (subscription.delivered == newest) {
            subscription.busy = false;
            return null;
        }
        subscription.delivered = newest;
        return newest;
    }
}
