package io.asynccpu.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.RemoteTaskException;
import io.asynccpu.api.TaskFailure;
import io.asynccpu.api.TaskOutcome;
import io.asynccpu.support.PoolTest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@PoolTest
class RecentFailuresTests {

    private static final long HALF = RecentFailures.MOST_BYTES / 2;

    private final RecentFailures failures = new RecentFailures();

    private static TaskFailure failure(int number) {
        return new TaskFailure(
                number, "f", 1, 1, Instant.EPOCH, TaskOutcome.FAILURE, new IllegalStateException("number " + number));
    }

    private List<Long> numbers() {
        return failures.toList().stream().map(TaskFailure::taskId).toList();
    }

    @Test
    void theOldestGoWhenTogetherTheyMayHoldTooMuch() {
        failures.add(failure(1), HALF);
        failures.add(failure(2), HALF);
        assertThat(numbers()).containsExactly(2L, 1L);
        failures.add(failure(3), 1);
        assertThat(numbers()).containsExactly(3L, 2L);
        failures.add(failure(4), 2 * HALF);
        assertThat(numbers()).containsExactly(4L);
        failures.add(failure(5), 0);
        assertThat(numbers()).containsExactly(5L, 4L);
    }

    @Test
    void thereAreNeverMoreThanSoMany() {
        for (int i = 0; i < 2 * RecentFailures.MOST; i++) {
            failures.add(failure(i), 0);
        }
        assertThat(numbers()).hasSize(RecentFailures.MOST).startsWith(2L * RecentFailures.MOST - 1);
    }

    @Test
    void ofOneThatMayHoldTooMuchByItselfThereIsOnlyTheClass() {
        failures.add(failure(1), HALF);
        failures.add(failure(2), 2 * HALF + 1);
        assertThat(numbers()).containsExactly(2L, 1L);
        assertThat(failures.toList().get(0).cause())
                .isInstanceOf(RemoteTaskException.class)
                .hasMessageContaining("java.lang.IllegalStateException: not kept here")
                .hasNoCause();
    }

    /** In the child. */
    public static int fails(int characters) {
        throw new IllegalArgumentException("x".repeat(characters));
    }

    @Test
    void largeFailuresOfAChildTakeTheRoomOfMany(ProcessTaskPoolExecutor pool) {
        for (int i = 0; i < 10; i++) {
            ProcessTask<Integer> task = pool.createProcessTask(RecentFailuresTests::fails, 200_000);
            assertThat(task.handle((result, failure) -> failure)).succeedsWithin(30, TimeUnit.SECONDS);
        }
        assertThat(pool.recentFailures()).hasSizeBetween(1, 5);
        assertThat(pool.recentFailures().get(0).cause()).hasMessageStartingWith("xxx");
    }
}
