package io.asynccpu.everything;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the application's own beans have done in this process. Guarded by the class. */
final class Diary {

    private static final List<String> ENTRIES = new ArrayList<>();

    private Diary() {}

    static synchronized void note(String entry) {
        ENTRIES.add(entry);
        Diary.class.notifyAll();
    }

    static synchronized List<String> entries() {
        return List.copyOf(ENTRIES);
    }

    /** Returns when there are all of them. */
    static synchronized void await(List<String> entries, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!ENTRIES.containsAll(entries)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new IllegalStateException("Only this has happened within " + limit + ": " + ENTRIES);
            }
            Diary.class.wait(left / 1_000_000 + 1);
        }
    }
}
