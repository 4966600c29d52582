package io.asynccpu.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.WorkerCrashedException.Cause;
import io.asynccpu.api.WorkerCrashedException.Death;
import io.asynccpu.api.WorkerEnd;
import io.asynccpu.internal.concurrent.DaemonThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the system has no more threads to give, since tasks have used them up. */
@Timeout(60)
class PoolThreadsTests {

    /** As {@code Thread.start()} fails then. */
    private static ThreadFactory noneAtFirst(int failures) {
        AtomicInteger asked = new AtomicInteger();
        ThreadFactory daemons = DaemonThreads.named("asynccpu-test");
        return work -> {
            if (asked.incrementAndGet() <= failures) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return daemons.newThread(work);
        };
    }

    @Test
    void aCallbackWaitsForAThread() throws Exception {
        PoolThreads threads = new PoolThreads("test", noneAtFirst(3));
        try {
            CountDownLatch called = new CountDownLatch(1);
            threads.callbacks().execute(called::countDown);
            assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.close();
        }
    }

    private static WorkerEnd end(String reason) {
        Death death = new Death(1, 0, null, Cause.EXITED, List.of(), null, null, Duration.ZERO, 0);
        return new WorkerEnd(WorkerEnd.Kind.DIED, reason, death);
    }

    @Test
    void anEventIsLostWithoutHarmToWhoPublishesIt() throws Exception {
        CountDownLatch heard = new CountDownLatch(1);
        ProcessPoolListener listener = new ProcessPoolListener() {
            @Override
            public void workerEnded(PoolSnapshot.Worker worker, String reason) {
                assertThat(reason).isEqualTo("second");
                heard.countDown();
            }
        };
        EventFeed events = new EventFeed("test", listener, noneAtFirst(1));
        try {
            PoolSnapshot.Worker worker = new PoolSnapshot.Worker(1, 1, "DEAD", Instant.EPOCH, 0, List.of());
            events.workerEnded(worker, end("first"));
            events.workerEnded(worker, end("second"));
            assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            events.close();
        }
    }
}
