package io.asynccpu.internal.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.support.PoolTest;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@PoolTest
class StderrLogTests {

    static int printsAmongWords() {
        StderrLog.log("what a thread of the worker has to say");
        System.err.println("of the first task");
        return 1;
    }

    static int printsAndHalts() {
        System.err.println("of the second task");
        Runtime.getRuntime().halt(3);
        return 2;
    }

    @Test
    void wordsDoNotShiftWhichTaskPrintedALine(ProcessTaskPoolExecutor pool) throws Exception {
        assertThat(pool.createProcessTask(StderrLogTests::printsAmongWords).get())
                .isEqualTo(1);
        ProcessTask<Integer> second = pool.createProcessTask(StderrLogTests::printsAndHalts);
        assertThat(second.handle((result, death) -> death).get(30, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(WorkerCrashedException.class, death -> assertThat(death.lastOutput())
                        .containsExactly("of the second task"));
    }

    /** In the child: says its message only when told. */
    static final class Slow extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final transient CountDownLatch asked = new CountDownLatch(1);
        private final transient CountDownLatch told = new CountDownLatch(1);

        @Override
        public String getMessage() {
            asked.countDown();
            try {
                told.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "slow";
        }
    }

    static int saysBesideSlowStack() throws InterruptedException {
        Slow slow = new Slow();
        Thread other = new Thread(() -> StderrLog.logStack(slow));
        other.start();
        slow.asked.await();
        StderrLog.log("quick");
        slow.told.countDown();
        other.join();
        return 0;
    }

    @Test
    void wordsWaitForNoExceptionThatPrintsItself(ProcessTaskPoolExecutor pool) throws Exception {
        assertThat(pool.createProcessTask(StderrLogTests::saysBesideSlowStack).get(30, TimeUnit.SECONDS))
                .isZero();
    }
}
