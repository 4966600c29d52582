package io.asynccpu.internal.child;

import io.asynccpu.internal.protocol.Limits;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Threads of this JVM with their stacks and locks, as text in about the form of {@code jstack}; those in a deadlock first. It
 * knows no virtual threads.
 */
final class ThreadReport {

    /** What is left out comes to one line more. */
    private static final int LONGEST = Limits.DUMP - (100 << 10);

    /** As one with the name of a thread may be. */
    private static final int LONGEST_LINE = 10_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final StringBuilder text = new StringBuilder();

    private ThreadReport() {}

    static String ofAll() {
        return new ThreadReport().write(THREADS.dumpAllThreads(monitors(), synchronizers()));
    }

    static String of(List<? extends Thread> threads) {
        long[] ids = threads.stream().mapToLong(ThreadReport::id).toArray();
        return new ThreadReport().write(THREADS.getThreadInfo(ids, monitors(), synchronizers()));
    }

    @SuppressWarnings("deprecation") // Its successor is there from JDK 19 on.
    private static long id(Thread thread) {
        return thread.getId();
    }

    private static boolean monitors() {
        return THREADS.isObjectMonitorUsageSupported();
    }

    private static boolean synchronizers() {
        return THREADS.isSynchronizerUsageSupported();
    }

    /** Those that have ended meanwhile are null. */
    private String write(ThreadInfo[] found) {
        Set<Long> stuck = deadlocked();
        List<ThreadInfo> first = new ArrayList<>();
        List<ThreadInfo> others = new ArrayList<>();
        for (ThreadInfo thread : found) {
            if (Objects.nonNull(thread)) {
                (stuck.contains(thread.getThreadId()) ? first : others).add(thread);
            }
        }
        if (!first.isEmpty()) {
            line("Deadlock: these " + first.size() + " threads wait for each other for ever.")
                    .line("");
        }
        int left = write(first);
        if (!first.isEmpty()) {
            line("The other threads:").line("");
        }
        left += write(others);
        if (left > 0) {
            line("… cut here: " + left + " more threads would make this text too long.");
        }
        return text.toString();
    }

    private static Set<Long> deadlocked() {
        long[] ids = synchronizers() ? THREADS.findDeadlockedThreads() : THREADS.findMonitorDeadlockedThreads();
        Set<Long> stuck = new HashSet<>();
        // Null means that there is none.
        if (Objects.nonNull(ids)) {
            Arrays.stream(ids).forEach(stuck::add);
        }
        return stuck;
    }

    /** Gives how many it left out. */
    private int write(List<ThreadInfo> threads) {
        for (int i = 0; i < threads.size(); i++) {
            if (text.length() > LONGEST) {
                return threads.size() - i;
            }
            write(threads.get(i));
        }
        return 0;
    }

    private void write(ThreadInfo thread) {
        line("\"" + thread.getThreadName() + "\" #" + thread.getThreadId() + (thread.isDaemon() ? " daemon" : "")
                + " prio=" + thread.getPriority() + " " + thread.getThreadState() + waitsFor(thread)
                + (thread.isInNative() ? " (in native code)" : ""));
        StackTraceElement[] stack = thread.getStackTrace();
        for (int depth = 0; depth < stack.length && text.length() <= LONGEST; depth++) {
            line("\tat " + plain(stack[depth]));
            for (MonitorInfo monitor : thread.getLockedMonitors()) {
                if (monitor.getLockedStackDepth() == depth) {
                    line("\t- locked <" + monitor + ">");
                }
            }
        }
        LockInfo[] locks = thread.getLockedSynchronizers();
        if (locks.length > 0) {
            line("\tLocked synchronizers:");
            for (LockInfo lock : locks) {
                line("\t- <" + lock + ">");
            }
        }
        line("");
    }

    /** Without the names of loaders and modules, as in the stacks of exceptions. */
    private static StackTraceElement plain(StackTraceElement frame) {
        return new StackTraceElement(
                frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber());
    }

    private static String waitsFor(ThreadInfo thread) {
        String lock = thread.getLockName();
        if (lock == null) {
            return "";
        }
        String owner = thread.getLockOwnerName();
        return " on <" + lock + ">" + (owner == null ? "" : " held by \"" + owner + "\" #" + thread.getLockOwnerId());
    }

    private ThreadReport line(String line) {
        text.append(Limits.cut(line, LONGEST_LINE)).append('\n');
        return this;
    }
}
