package io.asynccpu.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.support.PoolTest;
import io.asynccpu.support.Tasks;
import java.lang.reflect.Field;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An entry in the books that fails on the way, as without memory: what it has left half-done is done, or answered, soon. */
@Timeout(60)
@PoolTest
class HalfDoneEntryTests {

    private static final OutOfMemoryError NO_MEMORY = new OutOfMemoryError("of a test");

    private static Books books(ProcessTaskPoolExecutor executor) throws ReflectiveOperationException {
        Field pool = ProcessTaskPoolExecutor.class.getDeclaredField("pool");
        pool.setAccessible(true);
        Field books = ProcessPool.class.getDeclaredField("books");
        books.setAccessible(true);
        return (Books) books.get(pool.get(executor));
    }

    private static void failAfter(Books books, Books.Step step) {
        assertThatThrownBy(() -> books.decide(decisions -> {
                    step.decide(decisions);
                    throw NO_MEMORY;
                }))
                .isSameAs(NO_MEMORY);
    }

    @Test
    void aTaskThatCameFromOnePlaceButToNoOtherIsAnswered() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            Books books = books(pool);
            books.decide(decisions -> books.pause());
            var task = pool.createProcessTask(Tasks::pid);
            failAfter(books, decisions -> books.queue().give((PoolTask<?>) task));
            assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(NO_MEMORY);
        }
    }

    @Test
    void aWorkerThatWasHiredButNotStartedIsStarted() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            Books books = books(pool);
            failAfter(books, decisions -> books.workforce().adjust(1, true, new Decisions()));
            assertThat(pool.createProcessTask(Tasks::pid).get(30, TimeUnit.SECONDS))
                    .isPositive();
        }
    }

    @Test
    void aWorkerThatWasRetiredButNotStoppedIsStopped() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            long first = pool.createProcessTask(Tasks::pid).get(30, TimeUnit.SECONDS);
            Books books = books(pool);
            failAfter(books, decisions -> {
                PooledWorker worker = books.workforce().all().iterator().next();
                worker.dismiss();
                worker.worker().retire();
            });
            assertThat(pool.createProcessTask(Tasks::pid).get(30, TimeUnit.SECONDS))
                    .isPositive()
                    .isNotEqualTo(first);
        }
    }

    @Test
    void aTaskThatWasGrantedButNotSentRuns() throws Exception {
        try (var pool = ProcessTaskPoolExecutor.builder().maxWorkers(1).build()) {
            pool.createProcessTask(Tasks::pid).get(30, TimeUnit.SECONDS);
            Books books = books(pool);
            books.decide(decisions -> books.pause());
            var task = pool.createProcessTask(Tasks::pid);
            failAfter(books, decisions -> {
                books.resume();
                books.dispatch(new Decisions());
            });
            assertThat(task.get(30, TimeUnit.SECONDS)).isPositive();
        }
    }
}
