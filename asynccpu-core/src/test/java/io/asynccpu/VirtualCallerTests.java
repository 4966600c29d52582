package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.support.NothingLeftBehind;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

/** A virtual thread may lose its carrier to others whenever it waits, and for as long as they like. */
@Timeout(120)
@ExtendWith(NothingLeftBehind.class)
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualCallerTests {

    public static int same(int value) {
        return value;
    }

    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    @Test
    void othersDoNotWaitForItsCarrier() throws Exception {
        ExecutorService virtual = virtualThreads();
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            pool.createProcessTask(VirtualCallerTests::same, 0).get();
            for (int round = 0; round < 100; round++) {
                AtomicBoolean over = new AtomicBoolean();
                CountDownLatch some = new CountDownLatch(20 + round);
                virtual.execute(() -> {
                    while (!over.get()) {
                        pool.createProcessTask(VirtualCallerTests::same, 0).join();
                        some.countDown();
                    }
                });
                some.await();
                for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                    virtual.execute(() -> {
                        while (!over.get()) {
                            Thread.onSpinWait();
                        }
                    });
                }
                try {
                    ProcessTask<Integer> task = pool.createProcessTask(VirtualCallerTests::same, round);
                    assertThat(task.get(10, TimeUnit.SECONDS)).isEqualTo(round);
                } finally {
                    over.set(true);
                }
            }
        } finally {
            virtual.shutdown();
            virtual.awaitTermination(30, TimeUnit.SECONDS);
        }
    }
}
