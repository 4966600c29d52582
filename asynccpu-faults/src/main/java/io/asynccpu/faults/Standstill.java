package io.asynccpu.faults;

import java.util.concurrent.CountDownLatch;

/** Ways for a task not to end. */
final class Standstill {

    private Standstill() {}

    @SuppressWarnings("InfiniteLoopCondition") // It is.
    static void busyLoop() {
        long spins = 0;
        while (spins >= 0) {
            spins = (spins + 1) & 0xff;
        }
    }

    static void sleep() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    static void sleepDeaf() {
        while (true) {
            try {
                sleep();
            } catch (InterruptedException e) {
                // Deaf, as its name says.
            }
        }
    }

    /** Two threads, each with the lock that the other one wants. Monitors, because waiting for one ignores interrupts. */
    static void deadlock() throws InterruptedException {
        Object mine = new Object();
        Object theirs = new Object();
        CountDownLatch both = new CountDownLatch(2);
        Thread other = new Thread(() -> lock(theirs, mine, both), "deadlock");
        other.setDaemon(true);
        other.start();
        lock(mine, theirs, both);
    }

    private static void lock(Object first, Object second, CountDownLatch both) {
        synchronized (first) {
            both.countDown();
            while (both.getCount() > 0) {
                Thread.onSpinWait();
            }
            synchronized (second) {
                throw new IllegalStateException("This was to be a deadlock");
            }
        }
    }
}
