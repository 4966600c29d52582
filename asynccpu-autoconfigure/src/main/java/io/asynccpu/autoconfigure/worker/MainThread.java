package io.asynccpu.autoconfigure.worker;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Thread in the child that calls the application's {@code main}, which may keep it for good. Until the application is loaded,
 * it may wait or compute for a limited time; time in which the child gets no processor does not count. If it ends, threads that
 * it has started may still run the application.
 */
final class MainThread extends Thread {

    private static final Duration LOOK = Duration.ofMillis(250);

    /** Share of a processor below which a thread counts as waiting. */
    private static final double COMPUTES = 0.1;

    /** Time for threads that cannot be seen, such as virtual ones, to begin the work that main has given them. */
    private static final Duration LEAST_AFTER_END = Duration.ofSeconds(1);

    private static final int FRAMES = 8;

    private final MainMethod main;
    private final ChildSettings.Main call;
    private final QuietRun run;
    private volatile @Nullable Throwable thrown;

    private MainThread(MainMethod main, ChildSettings.Main call, QuietRun run) {
        super(run.threadsOfMain(), "main");
        this.main = main;
        this.call = call;
        this.run = run;
        // Nothing ends this thread, and it must not keep the JVM alive.
        setDaemon(true);
    }

    /**
     * Returns when the application is loaded.
     *
     * @throws QuietRun.ApplicationFailure if it cannot be
     * @throws QuietRun.NotRunException if main does not run it
     */
    static QuietRun.Loaded call(ChildSettings.Main call, QuietRun run, ClassLoader classLoader) throws Exception {
        MainMethod main = MainMethod.find(ClassUtils.forName(call.className(), classLoader));
        if (main == null) {
            throw new QuietRun.NotRunException("there is none in the worker", null);
        }
        MainThread thread = new MainThread(main, call, run);
        thread.setContextClassLoader(classLoader);
        thread.start();
        return thread.await();
    }

    @Override
    public void run() {
        run.enterMain();
        try {
            main.call(call.arguments().toArray(new String[0]));
        } catch (Throwable e) {
            thrown = e;
        }
    }

    private QuietRun.Loaded await() throws Exception {
        TimeBudget budget = new TimeBudget();
        Duration waitedAfterEnd = Duration.ZERO;
        while (true) {
            try {
                return run.outcome().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                Duration waited = budget.look();
                if (!isAlive()) {
                    waitedAfterEnd = waitedAfterEnd.plus(waited);
                }
                boolean isOver = waitedAfterEnd.compareTo(LEAST_AFTER_END) >= 0 && !hasLeftThreads();
                if (isOver || budget.spent().compareTo(call.limit()) >= 0) {
                    giveUp(isOver);
                }
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof Exception reason ? reason : failed;
            }
        }
    }

    private boolean hasLeftThreads() {
        return run.threadsOfMain().activeCount() > 0;
    }

    /** Guard against race with a run that begins at this moment: either of the two ends the wait. */
    private void giveUp(boolean isOver) {
        Throwable failure = thrown;
        String what;
        if (failure != null) {
            what = "it threw " + failure;
        } else if (isOver) {
            what = "it returned without running it";
        } else if (isAlive()) {
            what = "it did not run the application within " + call.limit() + "; it stands at " + where();
        } else {
            what = "it returned, and nothing that it started ran it within " + call.limit();
        }
        String others = run.otherSources().isEmpty() ? "" : " (it ran one of " + run.otherSources() + ")";
        run.outcome().completeExceptionally(new QuietRun.NotRunException(what + others, failure));
    }

    private String where() {
        return Arrays.stream(getStackTrace())
                .limit(FRAMES)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
    }

    /**
     * Time that main has used: time in which nothing computes here or waits for a processor, and half of its processor time.
     */
    private static final class TimeBudget {

        private static final File THREADS = new File("/proc/self/task");

        private final @Nullable String looker = numberOfThisThread();
        private long lookedAt = System.nanoTime();
        private long used = processorNanos();
        private long spent;

        Duration spent() {
            return Duration.ofNanos(spent);
        }

        /** Time of waiting since the last look. */
        Duration look() {
            long now = System.nanoTime();
            long usedNow = processorNanos();
            // Time in which this JVM is stopped does not count.
            long elapsed = Math.min(now - lookedAt, 2 * LOOK.toNanos());
            long computed = usedNow - used;
            long waited = computed < COMPUTES * elapsed && !isAnyInLine() ? elapsed : 0;
            spent += waited > 0 ? waited : Math.min(computed, elapsed) / 2;
            lookedAt = now;
            used = usedNow;
            return Duration.ofNanos(waited);
        }

        private static long processorNanos() {
            return ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .map(Duration::toNanos)
                    .orElse(0L);
        }

        private static @Nullable String numberOfThisThread() {
            try {
                return new File("/proc/thread-self").getCanonicalFile().getName();
            } catch (IOException anotherSystem) {
                return null;
            }
        }

        /** Whether another thread of this JVM waits for a processor; false where the operating system does not report it. */
        private boolean isAnyInLine() {
            String[] threads = THREADS.list();
            if (threads != null && looker != null) {
                for (String thread : threads) {
                    if (!thread.equals(looker) && isInLine(thread)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private static boolean isInLine(String thread) {
            try {
                String stat = Files.readString(Path.of(THREADS.getPath(), thread, "stat"), StandardCharsets.ISO_8859_1);
                // The name before it may contain any character.
                return stat.startsWith("R", stat.lastIndexOf(')') + 2);
            } catch (IOException ended) {
                return false;
            }
        }
    }
}
