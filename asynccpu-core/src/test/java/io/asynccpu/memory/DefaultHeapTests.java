package io.asynccpu.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.ProcessTaskPoolExecutorBuilder;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.internal.launch.ChildMemory;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Without any setting. */
@Timeout(120)
@PoolTest
class DefaultHeapTests {

    @TempDir
    private Path directory;

    /** Largest heap of the worker, when so many have come together. */
    public static long heap(String directory, int workers) throws Exception {
        Tasks.meets(directory, workers);
        return Runtime.getRuntime().maxMemory();
    }

    private static ProcessTaskPoolExecutorBuilder pool(String name) {
        return ProcessTaskPoolExecutor.builder().name(name);
    }

    private List<Long> heaps(ProcessTaskPoolExecutor pool, String place, int workers) throws Exception {
        Path here = directory.resolve(place);
        java.nio.file.Files.createDirectory(here);
        List<ProcessTask<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            tasks.add(pool.createProcessTask(DefaultHeapTests::heap, here.toString(), workers));
        }
        List<Long> heaps = new ArrayList<>();
        for (ProcessTask<Long> task : tasks) {
            heaps.add(task.get());
        }
        return heaps;
    }

    @Test
    void allWorkersTogetherTakeNoMoreThanThereIsBesideThisJvm() throws Exception {
        int workers = 6;
        try (var pool = pool("many").maxWorkers(workers).build()) {
            List<Long> heaps = heaps(pool, "many", workers);
            assertThat(heaps).allSatisfy(heap -> assertThat(heap).isGreaterThan(50L << 20));
            long most = heaps.stream()
                    .mapToLong(heap -> heap + ChildMemory.besideHeap(1))
                    .sum();
            assertThat(most).isLessThanOrEqualTo(ChildMemory.besideThisJvm());
            assertThat(heaps.get(0)).isLessThan(ChildMemory.ofTheMachine() / 5);
        }
    }

    @Test
    void whatTheUserHasChosenStays() throws Exception {
        try (var pool = pool("chosen").maxWorkers(6).jvmArgs("-Xmx333m").build()) {
            assertThat(heaps(pool, "chosen", 1).get(0)).isBetween(300L << 20, 333L << 20);
        }
    }

    /** It came first and so has all. */
    @Test
    void aPoolThatCameFirstMakesRoomForALaterOne() throws Exception {
        int each = (int) Math.max(2, ChildMemory.besideThisJvm() / (ChildMemory.ofTheMachine() / 4));
        try (var first = pool("first").maxWorkers(each).minWorkers(each).build()) {
            long firstHeap = heaps(first, "first", each).get(0);
            try (var second = pool("second").maxWorkers(each).minWorkers(each).build();
                    var third = pool("third").maxWorkers(each).minWorkers(each).build()) {
                assertThat(heaps(second, "second", each)).hasSize(each);
                assertThat(heaps(third, "third", each)).hasSize(each).allSatisfy(heap -> assertThat(heap)
                        .isLessThan(firstHeap));
                assertThat(first.createProcessTask(Tasks::pid)).succeedsWithin(Duration.ofSeconds(60));
                Poll.until(
                        "nobody waits for memory",
                        () -> first.snapshot().waitingForMemory() == null
                                && second.snapshot().waitingForMemory() == null
                                && third.snapshot().waitingForMemory() == null);
            }
        }
    }
}
