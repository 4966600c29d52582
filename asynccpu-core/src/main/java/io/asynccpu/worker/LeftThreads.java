package io.asynccpu.worker;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which task had started threads that take over nothing from the one that makes them, such as those of the JDK's common pool:
 * whoever is new at the end of the only task at work is that task's. Thread-safe.
 */
final class LeftThreads {

    private record Entry(
            WeakReference<Thread> thread, @Nullable Origin origin) {}

    private volatile long counted;
    // Guarded by this.
    private List<Entry> entries = new ArrayList<>();

    /** Those that are here now are no task's. */
    LeftThreads() {
        note(null);
    }

    /** Asked after each task; mostly no thread was started, and that is all there is to do. */
    boolean areNew() {
        return Meter.threadsStarted() != counted;
    }

    /**
     * Enters the new ones.
     *
     * @param origin null if nobody knows
     */
    synchronized void note(@Nullable Origin origin) {
        counted = Meter.threadsStarted();
        List<Entry> alive = new ArrayList<>();
        for (Thread thread : all()) {
            Entry known = find(thread);
            alive.add(known == null ? new Entry(new WeakReference<>(thread), origin) : known);
        }
        entries = alive;
    }

    synchronized @Nullable Origin originOf(Thread thread) {
        Entry known = find(thread);
        return known == null ? null : known.origin();
    }

    /** Caller holds this. */
    private @Nullable Entry find(Thread thread) {
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
