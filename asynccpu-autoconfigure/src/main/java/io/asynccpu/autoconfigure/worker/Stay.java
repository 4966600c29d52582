package io.asynccpu.autoconfigure.worker;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Keeps the calling thread where it is until the end of this JVM. What it holds there nobody else gets; only the lock of a class,
 * as of a {@code static synchronized main}, is given back.
 *
 * @param danger why others may wait for this thread for good, as the end of a sentence; null if nothing is known
 */
record Stay(@Nullable Class<?> locked, @Nullable String danger) {

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    static Stay here() {
        return STACK.walk(frames -> of(frames.toList()));
    }

    private static Stay of(List<StackFrame> frames) {
        List<? extends Class<?>> locked = frames.stream()
                .map(StackFrame::getDeclaringClass)
                .distinct()
                .filter(Thread::holdsLock)
                .toList();
        String danger = locked.size() < 2 ? null : "it holds the locks of " + locked + " while it runs the application";
        for (StackFrame frame : frames) {
            if (frame.getMethodName().equals("<clinit>")) {
                danger = "it runs the application while the class " + frame.getClassName()
                        + " is initialized, for which every other thread would wait";
            } else if (frame.getMethodName().equals("refresh")
                    && AbstractApplicationContext.class.isAssignableFrom(frame.getDeclaringClass())) {
                danger = "it runs the application while it refreshes another context, whose locks it holds";
            }
        }
        return new Stay(locked.isEmpty() ? null : locked.get(0), danger);
    }

    /** Never returns, and throws nothing: whatever main would do next, such as an exit, is for the parent only. */
    @SuppressWarnings("InfiniteLoopStatement")
    void forGood() {
        while (true) {
            try {
                if (locked != null) {
                    locked.wait();
                } else {
                    // In a fork-join pool, of which all may need each thread, another one takes its place.
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
