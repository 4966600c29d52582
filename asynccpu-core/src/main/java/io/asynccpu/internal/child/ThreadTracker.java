package io.asynccpu.internal.child;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tasks that have started threads which inherit nothing, such as those of the JDK's common pool: a thread that is new at the
 * end of the only running task belongs to that task. Not active before {@link #begin}, and never in the parent's JVM.
 *
 * <p><b>Actors.</b> Task threads call it after each task; the thread that exits the JVM asks it. <b>Shared state.</b> The known threads
 * with their origins, guarded by this object's monitor. The count of started threads is also read without it: after most tasks it has
 * not changed, and nothing is to be done.
 */
final class ThreadTracker {

    private record Entry(
            WeakReference<Thread> thread, @Nullable ThreadOrigin origin) {}

    private final Supplier<List<RunningTask>> running;
    private volatile boolean isActive;
    private volatile long counted;
    // Guarded by this.
    private List<Entry> entries = new ArrayList<>();

    /** @param running the tasks that run at the moment */
    ThreadTracker(Supplier<List<RunningTask>> running) {
        this.running = running;
    }

    /** Threads that exist now have no origin. */
    void begin() {
        note(null);
        isActive = true;
    }

    /** Called by the task's thread. */
    void taskEnded(RunningTask task) {
        if (isActive && ThreadUsageMeter.threadsStarted() != counted) {
            note(running.get().isEmpty() ? ThreadOrigin.of(task, false) : null);
        }
    }

    /** Returns null if the origin is not known. */
    @Nullable
    ThreadOrigin originOf(Thread thread) {
        if (!isActive) {
            return null;
        }
        List<RunningTask> tasks = running.get();
        note(tasks.size() == 1 ? ThreadOrigin.of(tasks.get(0), false) : null);
        return find(thread);
    }

    /** Enters the threads that are new with the given origin. */
    private synchronized void note(@Nullable ThreadOrigin origin) {
        counted = ThreadUsageMeter.threadsStarted();
        List<Entry> alive = new ArrayList<>();
        for (Thread thread : all()) {
            Entry known = entry(thread);
            alive.add(known == null ? new Entry(new WeakReference<>(thread), origin) : known);
        }
        entries = alive;
    }

    private synchronized @Nullable ThreadOrigin find(Thread thread) {
        Entry known = entry(thread);
        return known == null ? null : known.origin();
    }

    /** Caller holds the monitor. */
    private @Nullable Entry entry(Thread thread) {
        for (Entry entry : entries) {
            if (entry.thread().refersTo(thread)) {
                return entry;
            }
        }
        return null;
    }

    private static List<Thread> all() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] found = new Thread[root.activeCount() + 10];
        return Arrays.asList(found).subList(0, root.enumerate(found));
    }
}
