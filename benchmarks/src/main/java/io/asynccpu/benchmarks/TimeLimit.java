package io.asynccpu.benchmarks;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Keeps a row that hangs from keeping up the others. */
final class TimeLimit {

    private static final long LAST_WAIT = TimeUnit.SECONDS.toNanos(10);

    private TimeLimit() {}

    /**
     * Does the work in a thread of its own. When it takes too long, all descendants of this process are killed, as most waits end with
     * them; a thread that hangs nevertheless is left behind.
     *
     * @throws ExecutionException when the work has failed
     * @throws TimeoutException when it has taken too long; its message says where it stood
     */
    static <T> T within(Duration limit, String name, Callable<T> work)
            throws ExecutionException, TimeoutException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            StringBuilder message =
                    new StringBuilder(name + " has taken longer than " + limit.toSeconds() + " s and stood");
            for (StackTraceElement element : thread.getStackTrace()) {
                message.append(System.lineSeparator()).append("    at ").append(element);
            }
            if (!end(thread)) {
                message.append(System.lineSeparator()).append("It still runs and may disturb the rows after it.");
            }
            throw new TimeoutException(message.toString());
        }
    }

    private static boolean end(Thread thread) throws InterruptedException {
        long start = System.nanoTime();
        while (thread.isAlive() && System.nanoTime() - start < LAST_WAIT) {
            thread.interrupt();
            // Again and again, for a pool starts other workers instead.
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            thread.join(200);
        }
        return !thread.isAlive();
    }
}
