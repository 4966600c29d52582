package io.asynccpu.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskContext;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.support.HarmlessTasks;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Thorough;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A cancel or timeout that comes as its task ends must not hit the next task on that worker. Aimed around the end, with random
 * offsets; {@code -Dasynccpu.seed=42} repeats them.
 */
@Thorough
@Timeout(120)
@PoolTest
class CancelRaceTests {

    private static final int TIMES = Thorough.Extent.of(10_000, 500);
    private static final int BOUND_SECONDS = 30;

    private enum Outcome {
        STOPPED,
        ENDED_BEFORE
    }

    private final Random random = new Random();
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);

    @BeforeEach
    void sowSeed() {
        long seed = Long.getLong("asynccpu.seed", System.nanoTime() & 0xffff_ffffL);
        System.out.println("Race with -Dasynccpu.seed=" + seed);
        random.setSeed(seed);
    }

    /** The graces are so long that a worker which is killed for a task that ended in time stands out. */
    private static ProcessTaskPoolExecutorBuilder oneWorker() {
        return ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .cancelGracePeriod(Duration.ofSeconds(20))
                .jvmArgs("-XX:+UseSerialGC");
    }

    /** Spins for so long; true if somebody stopped it. */
    private static boolean isHitWhileSpinning(long nanos) {
        return HarmlessTasks.spins(nanos) || TaskContext.current().isCancelled();
    }

    /** A little work in which a stray interrupt would show, also one that comes late. */
    private static long worksUnharmed() throws InterruptedException {
        long spun = System.nanoTime();
        boolean hit = isHitWhileSpinning(20_000);
        if (hit || Thread.interrupted()) {
            throw new AssertionError("hit by the stop of the task before, " + (System.nanoTime() - spun) + " ns old");
        }
        return ProcessHandle.current().pid();
    }

    @Test
    void aCancelNeverHitsTheNextTask() throws Exception {
        try (var pool = oneWorker().build()) {
            long worker = pool.createProcessTask(CancelRaceTests::worksUnharmed).get(BOUND_SECONDS, TimeUnit.SECONDS);
            for (int i = 0; i < TIMES; i++) {
                long length = random.nextInt(200_000);
                ProcessTask<Boolean> aimedAt = pool.createProcessTask(CancelRaceTests::isHitWhileSpinning, length);
                // It waits behind the other one, so it starts the moment that one ends.
                ProcessTask<Long> next = pool.createProcessTask(CancelRaceTests::worksUnharmed);
                HarmlessTasks.spins(length / 2 + random.nextInt(200_000));
                aimedAt.cancel(true);
                assertThat(next.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo(worker);
                note(aimedAt);
            }
        }
        assertBothHappened();
    }

    @Test
    void aTimeoutNeverHitsTheNextTask() throws Exception {
        long timeout = TimeUnit.MICROSECONDS.toNanos(1_000);
        try (var overdue = oneWorker().timeout(Duration.ofNanos(timeout)).build()) {
            // Both run out of time now and then; what counts is that no other harm comes to the second one.
            long worker = warm(overdue);
            for (int i = 0; i < TIMES; i++) {
                long length = Math.max(0, timeout - 700_000 + random.nextInt(800_000));
                ProcessTask<Boolean> aimedAt = overdue.createProcessTask(CancelRaceTests::isHitWhileSpinning, length);
                ProcessTask<Long> next = overdue.createProcessTask(CancelRaceTests::worksUnharmed);
                note(aimedAt);
                assertThat(unlessOverdue(next, worker)).isEqualTo(worker);
            }
        }
        assertBothHappened();
    }

    /** Each kill costs the start of a JVM, so these are few. */
    @Test
    void aKillThatComesAsTheTaskEndsNeverHitsTheNextTask() throws Exception {
        long grace = TimeUnit.MILLISECONDS.toNanos(4);
        try (var pool = oneWorker().cancelGracePeriod(Duration.ofNanos(grace)).build()) {
            long last = pool.createProcessTask(CancelRaceTests::worksUnharmed).get(BOUND_SECONDS, TimeUnit.SECONDS);
            for (int i = 0; i < Thorough.Extent.of(50, 10); i++) {
                CountDownLatch runs = new CountDownLatch(1);
                ProcessTask<Boolean> deaf = pool.createProcessTask(
                        CancelRaceTests::tellsAndSpins, grace - 500_000 + random.nextInt(1_000_000));
                deaf.onProgress(progress -> runs.countDown());
                ProcessTask<Long> next = pool.createProcessTask(CancelRaceTests::worksUnharmed);
                assertThat(runs.await(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
                deaf.cancel(true);
                long worker = next.get(BOUND_SECONDS, TimeUnit.SECONDS);
                outcomes.merge(worker == last ? Outcome.ENDED_BEFORE : Outcome.STOPPED, 1, Integer::sum);
                last = worker;
            }
        }
        System.out.println("Race of the kill: " + outcomes);
    }

    private static boolean tellsAndSpins(long nanos) {
        TaskContext.current().progress(0, 1, "runs");
        return isHitWhileSpinning(nanos);
    }

    private static long warm(ProcessTaskPoolExecutor pool) throws Exception {
        while (true) {
            try {
                return pool.createProcessTask(CancelRaceTests::worksUnharmed).get(BOUND_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(TaskTimeoutException.class);
            }
        }
    }

    private static long unlessOverdue(ProcessTask<Long> task, long otherwise) throws Exception {
        try {
            return task.get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TaskTimeoutException.class);
            return otherwise;
        }
    }

    private void note(ProcessTask<Boolean> task) throws Exception {
        Outcome outcome;
        try {
            assertThat(task.get(BOUND_SECONDS, TimeUnit.SECONDS))
                    .as("hit, yet it gave a result")
                    .isFalse();
            outcome = Outcome.ENDED_BEFORE;
        } catch (CancellationException e) {
            outcome = Outcome.STOPPED;
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TaskTimeoutException.class);
            outcome = Outcome.STOPPED;
        }
        outcomes.merge(outcome, 1, Integer::sum);
    }

    /** Else it was no race. */
    private void assertBothHappened() {
        System.out.println("Race: " + outcomes);
        assertThat(outcomes).hasSize(2).allSatisfy((outcome, count) -> assertThat(count)
                .as(outcome.name())
                .isGreaterThan(TIMES / 50));
    }
}
