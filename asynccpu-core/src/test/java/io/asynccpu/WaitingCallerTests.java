package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.spi.TaskMeter;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.slf4j.LoggerFactory;

/** A thread that waits for a task may read what the worker says. Nobody notices but by the time that it takes. */
@Timeout(120)
@PoolTest
class WaitingCallerTests {

    public static int logs(int value) {
        LoggerFactory.getLogger("the.task").info("line {}", value);
        return value;
    }

    public static int same(int value) {
        return value;
    }

    @Test
    @DisabledIfSystemProperty(named = "asynccpu.internal.fast-path", matches = "off")
    void itReadsTheAnswerItself() throws Exception {
        AtomicReference<String> completedBy = new AtomicReference<>();
        TaskMeter meter =
                (pool, waited, ran) -> completedBy.set(Thread.currentThread().getName());
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .taskMeters(List.of(meter))
                .build()) {
            String here = Thread.currentThread().getName();
            do {
                assertThat(pool.createProcessTask(WaitingCallerTests::same, 7).get())
                        .isEqualTo(7);
            } while (!here.equals(completedBy.get()));
        }
    }

    @Test
    void whatElseTheWorkerSaysIsLeftToTheWorkersThread() throws Exception {
        Set<String> loggedBy = ConcurrentHashMap.newKeySet();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                loggedBy.add(Thread.currentThread().getName());
            }
        };
        Logger logger = (Logger) LoggerFactory.getLogger("the.task");
        logger.setAdditive(false);
        logger.addAppender(appender);
        appender.start();
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            for (int i = 0; i < 2000; i++) {
                assertThat(pool.createProcessTask(WaitingCallerTests::logs, i).get())
                        .isEqualTo(i);
            }
        } finally {
            logger.detachAppender(appender);
            logger.setAdditive(true);
        }
        assertThat(loggedBy).containsExactly("asynccpu-default-worker-1");
    }

    @Test
    void aCallbackIsNotForgottenBesideIt() throws Exception {
        BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            for (int i = 0; i < 2000; i++) {
                pool.createProcessTask(WaitingCallerTests::same, i).get();
                pool.createProcessTask(WaitingCallerTests::same, i).thenAccept(heard::add);
                if (i % 2 == 0) {
                    pool.createProcessTask(WaitingCallerTests::same, i).get();
                }
                assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo(i);
            }
        }
    }

    @Test
    void manyAtATimeGetTheirOwnAnswers() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(2).build()) {
            List<Throwable> failures = new ArrayList<>();
            List<Thread> callers = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                int first = caller * 100_000;
                Thread thread = new Thread(() -> {
                    for (int i = first; i < first + 3000; i++) {
                        assertThat(pool.createProcessTask(WaitingCallerTests::same, i)
                                        .join())
                                .isEqualTo(i);
                    }
                });
                thread.setUncaughtExceptionHandler((ended, failure) -> {
                    synchronized (failures) {
                        failures.add(failure);
                    }
                });
                callers.add(thread);
                thread.start();
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void anInterruptIsForItAlone() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            for (int i = 0; i < 500; i++) {
                assertThat(pool.createProcessTask(WaitingCallerTests::same, i).get())
                        .isEqualTo(i);
                ProcessTask<Integer> task = pool.createProcessTask(WaitingCallerTests::same, i);
                Thread.currentThread().interrupt();
                try {
                    assertThat(task.get()).isEqualTo(i);
                    // It was done already, and then nobody has waited.
                    assertThat(Thread.interrupted()).isTrue();
                } catch (InterruptedException expected) {
                    assertThat(task.get()).isEqualTo(i);
                }
            }
        }
    }

    @Test
    void theDeathOfTheWorkerIsItsAnswer() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < 20; j++) {
                    assertThat(pool.createProcessTask(WaitingCallerTests::same, j)
                                    .get())
                            .isEqualTo(j);
                }
                ProcessTask<Integer> dies = pool.createProcessTask(Tasks::halts, 3);
                assertThatThrownBy(dies::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(WorkerCrashedException.class);
            }
        }
    }
}
