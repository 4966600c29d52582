package io.asynccpu.internal.concurrent;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Named daemon threads, and executors of them. */
public final class DaemonThreads {

    public static final int IDLE_SECONDS = 10;

    private DaemonThreads() {}

    public static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** One thread, which exists while there is something to do; rejects further steps when {@code capacity} steps wait. */
    public static ExecutorService single(ThreadFactory factory, int capacity) {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(capacity), factory);
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }
}
