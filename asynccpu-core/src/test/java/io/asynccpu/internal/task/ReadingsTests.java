package io.asynccpu.internal.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.RemoteTaskException;
import io.asynccpu.api.TaskNotSerializableException;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.internal.codec.RawCodec;
import io.asynccpu.internal.codec.failure.FailureCodec;
import io.asynccpu.internal.concurrent.Timer;
import io.asynccpu.internal.parent.Backlog;
import io.asynccpu.internal.protocol.Payload;
import io.asynccpu.support.Poll;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With few threads and little patience. The tasks wait in a pool without workers. */
@Timeout(60)
@PoolTest
class ReadingsTests {

    private static final Duration PATIENCE = Duration.ofMillis(20);

    private final ProcessTaskPoolExecutor pool =
            ProcessTaskPoolExecutor.builder().maxWorkers(1).build();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Timer timer = new Timer("asynccpu-test-timer");
    private final Readings readings = new Readings("p", this::execute, timer, 2, PATIENCE);
    private final OutcomeReader outcomes =
            new OutcomeReader(new RawCodec(), ReadingsTests.class.getClassLoader(), readings);
    private final Backlog backlog = new Backlog(Long.MAX_VALUE / 2);
    private final CountDownLatch release = new CountDownLatch(1);

    /** While it is there threads are long in coming. */
    private @Nullable List<Runnable> withheld;

    private void execute(Runnable reading) {
        if (withheld == null) {
            threads.execute(reading);
        } else {
            withheld.add(reading);
        }
    }

    /** Of the application's code that heeds no interrupt. */
    private final class Deaf implements Reading.Source {

        @Override
        public long bytes() {
            return 1;
        }

        @Override
        public @Nullable Object read() {
            while (true) {
                try {
                    release.await();
                    return 1L;
                } catch (InterruptedException deaf) {
                    // That is the point.
                }
            }
        }

        @Override
        public Throwable unread(String why) {
            return new AssertionError(why);
        }
    }

    /** The task's place at a worker that is not there. */
    private static final class NoWorker implements Assignment {

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public long workerPid() {
            return -1;
        }

        @Override
        public boolean hasStarted() {
            return true;
        }

        @Override
        public long startedNanos() {
            return 1;
        }

        @Override
        public boolean isSent() {
            return true;
        }

        @Override
        public long timeLeftNanos() {
            return 1;
        }

        @Override
        public @Nullable String lateBinding() {
            return null;
        }

        @Override
        public void cancel(boolean wantStack) {}

        @Override
        public void withdraw() {}

        @Override
        public Runnable holdOutcome(long bytes) {
            return () -> {};
        }

        @Override
        public void readAnswerHere() {}
    }

    @BeforeEach
    void pause() {
        pool.pause();
    }

    @AfterEach
    void close() {
        release.countDown();
        readings.abandonAll();
        threads.shutdown();
        timer.close();
        pool.shutdownNow();
        pool.close();
    }

    private PoolTask<?> start(Reading.Source source) {
        PoolTask<?> task = (PoolTask<?>) pool.createProcessTask(Tasks::pid);
        readings.start(task, source, backlog.add(source.bytes())::end, 0);
        return task;
    }

    /** The timer goes by the clock, so whatever they lead to has happened when this returns. */
    private void awaitLooks() throws InterruptedException {
        CountDownLatch later = new CountDownLatch(1);
        timer.after(PATIENCE.multipliedBy(10).toNanos(), later::countDown);
        assertThat(later.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private Reading.Source failure() {
        return outcomes.failure(FailureCodec.encode(new IllegalStateException("told"), 4096));
    }

    private Reading.Source result(PoolTask<?> of) {
        return outcomes.result(of.call(), Payload.of(new byte[] {1}));
    }

    @Test
    void whereAllThreadsAreLostFailuresAreToldAndResultsSayWhy() throws Exception {
        PoolTask<?> lost = start(new Deaf());
        start(new Deaf());
        Poll.until("threads", () -> readings.toList().stream().allMatch(reading -> reading.thread() != null));
        PoolTask<?> failed = start(failure());
        PoolTask<?> succeeded = start(result(lost));
        assertThatThrownBy(failed::get).cause().isInstanceOfSatisfying(RemoteTaskException.class, told -> {
            assertThat(told.getMessage()).contains("told");
            assertThat(told.getStackTrace()).isNotEmpty();
        });
        assertThatThrownBy(succeeded::get)
                .cause()
                .isInstanceOf(TaskNotSerializableException.class)
                .hasMessageContainingAll("all 2 threads", "pool p", "do not end", "timeout");
        // They are as before, and neither of them keeps anything of the others.
        assertThat(readings.toList()).hasSize(2);
        assertThat(lost).isNotDone();
        release.countDown();
        assertThat(lost.get()).isEqualTo(1L);
        Poll.until("the end of the readings", () -> readings.toList().isEmpty());
        PoolTask<?> next = start(failure());
        assertThatThrownBy(next::get).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void whereNotAllThreadsAreLostTheOthersAreWaitedFor() throws Exception {
        start(new Deaf());
        Poll.until("a thread", () -> readings.toList().get(0).thread() != null);
        withheld = new ArrayList<>();
        start(failure());
        PoolTask<?> waiting = start(failure());
        awaitLooks();
        assertThat(waiting).isNotDone();
        List<Runnable> begun = withheld;
        withheld = null;
        begun.forEach(Runnable::run);
        assertThatThrownBy(waiting::get).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatNeverGotAThreadIsNotSaidToHaveBeenRead() {
        withheld = new ArrayList<>();
        PoolTask<?> task = (PoolTask<?>) pool.createProcessTask(Tasks::pid);
        Reading.Source source = failure();
        assertThat(task.start(new NoWorker())).isTrue();
        readings.start(task, source, backlog.add(source.bytes())::end, 1);
        assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(TaskTimeoutException.class)
                .hasMessageContaining("its outcome, which waited behind others for a thread, was not read within")
                .hasNoCause();
    }

    @Test
    void aShutdownGivesUpWhatDoesNotEnd() throws Exception {
        PoolTask<?> task = start(new Deaf());
        readings.shutdown(null);
        assertThatThrownBy(task::get).isInstanceOf(CancellationException.class);
    }

    @Test
    void aShutdownWithAGracePeriodGivesNothingUpWithinIt() throws Exception {
        PoolTask<?> task = start(new Deaf());
        readings.shutdown(Duration.ofSeconds(Long.MAX_VALUE));
        awaitLooks();
        assertThat(task).isNotDone();
        release.countDown();
        assertThat(task.get()).isEqualTo(1L);
    }
}
