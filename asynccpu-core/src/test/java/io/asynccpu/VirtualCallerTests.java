package io.asynccpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.support.PoolTest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A virtual thread may lose its carrier to others whenever it waits, and for as long as they like. */
@Timeout(120)
@PoolTest
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualCallerTests {

    private static final int CALLERS = 4;

    public static int same(int value) {
        return value;
    }

    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    /** What may be done to a pool, as often as there is time for it. */
    private enum Use {
        WAIT {
            @Override
            void of(ProcessTaskPoolExecutor pool) {
                pool.createProcessTask(VirtualCallerTests::same, 0).join();
            }
        },
        CANCEL {
            @Override
            void of(ProcessTaskPoolExecutor pool) {
                pool.createProcessTask(VirtualCallerTests::same, 0).cancel(true);
            }
        },
        GO_ON {
            @Override
            void of(ProcessTaskPoolExecutor pool) {
                pool.createProcessTask(VirtualCallerTests::same, 0)
                        .thenApplyAsync(value -> value + 1)
                        .join();
            }
        },
        LOOK {
            @Override
            void of(ProcessTaskPoolExecutor pool) {
                pool.snapshot();
            }
        };

        abstract void of(ProcessTaskPoolExecutor pool);
    }

    @ParameterizedTest
    @EnumSource
    void othersDoNotWaitForItsCarrier(Use use) throws Exception {
        ExecutorService virtual = virtualThreads();
        try (var pool = ProcessTaskPoolExecutor.builder()
                .maxWorkers(1)
                .timeout(Duration.ofSeconds(100))
                .queueTimeout(Duration.ofSeconds(100))
                .build()) {
            pool.createProcessTask(VirtualCallerTests::same, 0).get();
            for (int round = 0; round < 30; round++) {
                AtomicBoolean over = new AtomicBoolean();
                CountDownLatch some = new CountDownLatch(20 + round);
                for (int i = 0; i < CALLERS; i++) {
                    virtual.execute(() -> {
                        while (!over.get()) {
                            use.of(pool);
                            some.countDown();
                        }
                    });
                }
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
                    assertThat(task.get(60, TimeUnit.SECONDS)).isEqualTo(round);
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
