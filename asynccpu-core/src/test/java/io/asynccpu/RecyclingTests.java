package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.PoolSnapshot;
import io.asynccpu.api.ProcessPoolListener;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@PoolTest
class RecyclingTests {

    private final PoolEvents events = new PoolEvents();

    @TempDir
    private Path directory;

    @Test
    void noWorkerStartsMoreTasksThanItMay() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxTasksPerWorker(3)
                .listener(events)
                .build()) {
            List<Long> pids = run(pool, 10);

            assertThat(counts(pids).values()).allMatch(count -> count <= 3);
            assertThat(counts(pids)).hasSize(4);
            assertThat(events.awaitEnds(3)).allMatch(reason -> reason.contains("max-tasks-per-worker"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void withOneTaskEachTaskHasAProcessOfItsOwn(int spareWorkers) throws Exception {
        AtomicInteger most = new AtomicInteger();
        AtomicReference<ProcessTaskPoolExecutor> counted = new AtomicReference<>();
        ProcessPoolListener count = new ProcessPoolListener() {
            @Override
            public void taskEnded(PoolSnapshot.Task task) {
                most.accumulateAndGet(counted.get().snapshot().workers().size(), Math::max);
            }
        };
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(2)
                .spareWorkers(spareWorkers)
                .maxTasksPerWorker(1)
                .listener(count)
                .build()) {
            counted.set(pool);
            assertThat(run(pool, 8)).doesNotHaveDuplicates();
        }
        // One more than may work at a time, warm already.
        assertThat(most).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void theReplacementIsReadyBeforeTheLastTaskHasEnded() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxTasksPerWorker(1)
                .listener(events)
                .build()) {
            ProcessTask<String> last = pool.createProcessTask(Tasks::waits, diary.toString());
            Diary.await(diary, "started 1");
            long replacement = events.awaitReady(2).get(1);
            assertThat(last).isNotDone();
            ProcessTask<Long> next = pool.createProcessTask(Tasks::pid);
            last.cancel(true);
            assertThat(next.get()).isEqualTo(replacement);
        }
    }

    @Test
    void aWorkerThatHoldsTooMuchMemoryIsReplaced() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxWorkerMemory(1 << 20) // less than any JVM takes
                .listener(events)
                .build()) {
            long first = pool.createProcessTask(Tasks::pid).get();
            assertThat(events.awaitEnds(1).get(0)).contains("max-worker-memory is 1 MiB");
            assertThat(pool.createProcessTask(Tasks::pid).get()).isNotEqualTo(first);
        }
    }

    /** In a child: becomes ready when the file is there. */
    public static final class Hesitates implements WorkerConfigurer {
        @Override
        public void configure() throws Exception {
            Diary.await(Path.of(System.getProperty("test.gate")), "open");
        }
    }

    @Test
    void aWorkerThatIsToLeaveWorksUntilItsReplacementIsReady() throws Exception {
        Path gate = directory.resolve("gate");
        Diary.note(gate.toString(), "open");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .minWorkers(1)
                .maxWorkers(1)
                .maxWorkerMemory(1)
                .jvmArgs("-Dtest.gate=" + gate)
                .workerConfigurer(Hesitates.class)
                .listener(events)
                .build()) {
            long first = events.awaitReady(1).get(0);
            Files.delete(gate);
            for (int i = 0; i < 5; i++) {
                assertThat(pool.createProcessTask(Tasks::pid).get(30, TimeUnit.SECONDS))
                        .isEqualTo(first);
            }
            Diary.note(gate.toString(), "open");
            assertThat(events.awaitReady(2)).hasSize(2);
            assertThat(events.awaitEnds(1)).first().asString().contains("max-worker-memory");
        }
    }

    @Test
    void aWorkerBelowTheLimitStays() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxWorkerMemory(100L << 30)
                .maxTasksPerWorker(100)
                .build()) {
            assertThat(run(pool, 20))
                    .containsOnly(pool.createProcessTask(Tasks::pid).get());
        }
    }

    @Test
    void idleWorkersEndDownToTheMinimum() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder()
                .minWorkers(1)
                .maxWorkers(3)
                .idleTimeout(Duration.ofMillis(200))
                .listener(events)
                .build()) {
            run(pool, 3, task -> pool.createProcessTask(Tasks::meets, directory.toString(), 3));

            assertThat(events.awaitEnds(2)).allMatch(reason -> reason.contains("idle-timeout, PT0.2S"));
            assertThat(pool.snapshot().workers()).hasSize(1);
            assertThat(pool.createProcessTask(Tasks::pid).get())
                    .isEqualTo(pool.snapshot().workers().get(0).pid());
        }
    }

    @Test
    void aShutdownWithABacklogLosesNothingWhileWorkersAreRecycled() {
        List<ProcessTask<Long>> tasks;
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(2)
                .maxTasksPerWorker(2)
                .build()) {
            tasks = Stream.generate(() -> pool.createProcessTask(Tasks::pid))
                    .limit(12)
                    .toList();
        }
        assertThat(tasks).allMatch(ProcessTask::isDone).noneMatch(ProcessTask::isCompletedExceptionally);
        assertThat(counts(tasks.stream().map(ProcessTask::join).toList()).values())
                .allMatch(count -> count <= 2);
    }

    @Test
    void aKilledWorkerThatWasToLeaveIsReplacedAllTheSame() throws Exception {
        Path diary = directory.resolve("diary");
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .maxTasksPerWorker(1)
                .cancelGracePeriod(Duration.ofMillis(50))
                .build()) {
            ProcessTask<Integer> deaf = pool.createProcessTask(Tasks::ignoresInterrupts, diary.toString());
            Diary.await(diary, "started 1");
            deaf.cancel(true);
            assertThat(run(pool, 3)).doesNotContain(deaf.workerPid()).doesNotHaveDuplicates();
        }
    }

    private static List<Long> run(ProcessTaskPoolExecutor pool, int tasks) {
        return run(pool, tasks, number -> pool.createProcessTask(Tasks::pid));
    }

    private static List<Long> run(
            ProcessTaskPoolExecutor pool, int tasks, Function<Integer, ProcessTask<Long>> submission) {
        List<ProcessTask<Long>> all =
                Stream.iterate(0, i -> i + 1).limit(tasks).map(submission).toList();
        return all.stream().map(ProcessTask::join).toList();
    }

    private static Map<Long, Long> counts(List<Long> pids) {
        return pids.stream().collect(Collectors.groupingBy(pid -> pid, Collectors.counting()));
    }
}
