package io.asynccpu;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.support.Diary;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads that the machine takes off in the middle of something, while short tasks are sent ahead. */
@Timeout(120)
@PoolTest
class BusyMachineTests {

    private static final int SPINNERS = 6;
    private static final int SUBMITTERS = 4;

    @TempDir
    private Path directory;

    public static int same(int value) {
        return value;
    }

    private static List<Thread> startAll(int count, IntConsumer work) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread thread = new Thread(() -> work.accept(number));
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private static void joinAll(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Sometimes a submitter is taken off between the books and the wire: what it sends then must be called back, too. */
    @Test
    void aRecallDoesNotOvertakeItsTasks() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> spinners = startAll(SPINNERS, number -> {
            while (!over.get()) {
                Thread.onSpinWait();
            }
        });
        try (var pool =
                ProcessTaskPoolExecutor.builder().maxWorkers(2).minWorkers(2).build()) {
            for (int round = 0; round < 15; round++) {
                for (int i = 0; i < 200; i++) {
                    pool.createProcessTask(BusyMachineTests::same, i).join();
                }
                String go = directory.resolve("go" + round).toString();
                Queue<ProcessTask<Integer>> shortOnes = new ConcurrentLinkedQueue<>();
                AtomicReference<ProcessTask<Long>> longOne = new AtomicReference<>();
                joinAll(startAll(SUBMITTERS, number -> {
                    for (int i = 0; i < 200; i++) {
                        if (number == 0 && i == 50) {
                            longOne.set(pool.createProcessTask(Tasks::finishesWhenTold, go));
                        }
                        shortOnes.add(pool.createProcessTask(BusyMachineTests::same, i));
                    }
                }));
                try {
                    for (ProcessTask<Integer> task : shortOnes) {
                        task.get(20, TimeUnit.SECONDS);
                    }
                } finally {
                    Diary.note(go, "go");
                    longOne.get().get(30, TimeUnit.SECONDS);
                }
            }
        } finally {
            over.set(true);
            joinAll(spinners);
        }
    }
}
