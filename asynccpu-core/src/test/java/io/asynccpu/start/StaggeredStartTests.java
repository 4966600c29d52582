package io.asynccpu.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.support.Diary;
import io.asynccpu.support.HarmlessTasks;
import io.asynccpu.support.PoolEvents;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@PoolTest
class StaggeredStartTests {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** Long enough that all would be at it at the same time. */
    public static final class NotesItsStart implements WorkerConfigurer {
        @Override
        public void configure() {
            String diary = System.getenv("DIARY");
            Diary.note(diary, "begins");
            HarmlessTasks.spins(TimeUnit.MILLISECONDS.toNanos(400));
            Diary.note(diary, "ends");
        }
    }

    @TempDir
    private Path directory;

    @Test
    void noMoreWorkersOfAllPoolsStartAtATimeThanThereAreProcessors() throws Exception {
        Path diary = directory.resolve("diary");
        int workers = PROCESSORS + 2;
        PoolEvents events = new PoolEvents();
        PoolEvents others = new PoolEvents();
        try (var pool = pool("one", workers, diary).listener(events).build();
                var other = pool("other", workers, diary).listener(others).build()) {
            events.awaitReady(workers);
            others.awaitReady(workers);
            assertThat(pool.statistics().workers().started()).isEqualTo(workers);
            assertThat(other.statistics().workers().started()).isEqualTo(workers);
        }
        int starting = 0;
        int most = 0;
        for (String line : Diary.read(diary)) {
            starting += line.equals("begins") ? 1 : -1;
            most = Math.max(most, starting);
        }
        assertThat(most).isBetween(1, PROCESSORS);
    }

    @Test
    void aPoolThatClosesDoesNotWaitForStartsWhoseTurnHasNotCome() throws Exception {
        Path diary = directory.resolve("diary");
        List<ProcessTask<Long>> tasks = new ArrayList<>();
        try (var pool = pool("many", 10 * PROCESSORS, diary).build()) {
            tasks.add(pool.createProcessTask(Tasks::pid));
            Diary.await(diary, "begins");
            pool.shutdownNow();
            assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Diary.read(diary)).hasSizeLessThan(10 * PROCESSORS);
    }

    @Test
    void startsThatWaitForSomethingDoNotHoldUpThoseOfOtherPools() throws Exception {
        try (var hanging = ProcessTaskPoolExecutor.builder()
                        .name("hanging")
                        .maxWorkers(PROCESSORS)
                        .minWorkers(PROCESSORS)
                        .workerConfigurer(StartFailureTests.Hangs.class)
                        .cancelTasksWhenShutdown(true)
                        .build();
                var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            assertThat(pool.createProcessTask(Tasks::pid)).succeedsWithin(Duration.ofSeconds(40));
            assertThat(hanging.snapshot().workers()).hasSize(PROCESSORS).allSatisfy(worker -> assertThat(worker.state())
                    .isEqualTo("STARTING"));
        }
    }

    private static ProcessTaskPoolExecutorBuilder pool(String name, int workers, Path diary) {
        return ProcessTaskPoolExecutor.builder()
                .name(name)
                .maxWorkers(workers)
                .minWorkers(workers)
                .maxHeap(64 << 20)
                .environment(Map.of("DIARY", diary.toString()))
                .workerConfigurer(NotesItsStart.class)
                .cancelTasksWhenShutdown(true);
    }
}
