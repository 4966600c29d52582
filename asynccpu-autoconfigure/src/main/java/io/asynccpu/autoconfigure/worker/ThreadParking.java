package io.asynccpu.autoconfigure.worker;

import java.lang.StackWalker.StackFrame;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Parking of the calling thread until the end of this JVM. Nobody else gets the locks that it holds, except the
 * lock of a class, as of a {@code static synchronized main}, which it gives back.
 *
 * @param danger reason for which others may wait for this thread for good, as the end of a sentence; null if none is known
 */
record ThreadParking(@Nullable Class<?> locked, @Nullable String danger) {

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    static ThreadParking here() {
        return STACK.walk(frames -> of(frames.toList()));
    }

    private static ThreadParking of(List<StackFrame> frames) {
        List<? extends Class<?>> locked = frames.stream()
                .map(StackFrame::getDeclaringClass)
                .distinct()
                .filter(Thread::holdsLock)
                .toList();
        Class<?> givenBack = locked.isEmpty() ? null : locked.get(0);
        String held = held(givenBack);
        String danger = held == null ? null : "it holds " + held + " while it runs the application";
        for (StackFrame frame : frames) {
            if (frame.getMethodName().equals("<clinit>")) {
                danger = "it runs the application while the class " + frame.getClassName()
                        + " is initialized, for which every other thread would wait";
            } else if (frame.getMethodName().equals("refresh")
                    && AbstractApplicationContext.class.isAssignableFrom(frame.getDeclaringClass())) {
                danger = "it runs the application while it refreshes another context, whose locks it holds";
            }
        }
        return new ThreadParking(givenBack, danger);
    }

    /** Name of a lock that this thread does not give back, of those that the JVM can see: not the locks of a virtual thread. */
    private static @Nullable String held(@Nullable Class<?> givenBack) {
        ThreadInfo self = ManagementFactory.getThreadMXBean()
                .getThreadInfo(new long[] {Thread.currentThread().getId()}, true, true)[0];
        if (self == null) {
            return null;
        }
        for (MonitorInfo monitor : self.getLockedMonitors()) {
            StackTraceElement frame = monitor.getLockedStackFrame();
            boolean isHarmless = monitor.getIdentityHashCode() == System.identityHashCode(givenBack)
                    || (frame != null && frame.getClassName().equals(SpringApplicationBuilder.class.getName()));
            if (!isHarmless) {
                return "a lock of " + monitor.getClassName() + " since " + frame;
            }
        }
        for (LockInfo lock : self.getLockedSynchronizers()) {
            // By which an executor recognizes its idle threads.
            if (!lock.getClassName().equals(ThreadPoolExecutor.class.getName() + "$Worker")) {
                return "a " + lock.getClassName();
            }
        }
        return null;
    }

    /** Never returns, and throws nothing: the rest of main, such as an exit, is for the parent only. */
    @SuppressWarnings("InfiniteLoopStatement")
    void forGood() {
        while (true) {
            try {
                if (locked != null) {
                    locked.wait();
                } else {
                    // In a fork-join pool, which may need each of its threads, another thread takes its place.
                    ForkJoinPool.managedBlock(new Never());
                }
            } catch (Throwable interruptedOrNoThread) {
                LockSupport.parkNanos(this, 1_000_000);
            }
        }
    }

    private static final class Never implements ForkJoinPool.ManagedBlocker {

        @Override
        public boolean block() throws InterruptedException {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return false;
        }

        @Override
        public boolean isReleasable() {
            return false;
        }
    }
}
