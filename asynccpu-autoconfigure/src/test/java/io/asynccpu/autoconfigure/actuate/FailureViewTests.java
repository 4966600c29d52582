package io.asynccpu.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.TaskFailure;
import io.asynccpu.api.TaskOutcome;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureViewTests {

    @Test
    void anExceptionWhoseWordsFailDoesNotHideTheOthers() {
        FailureView view = FailureView.of(failure(new IllegalStateException() {
            @Override
            public String getMessage() {
                throw new AssertionError("not even that");
            }
        }));
        assertThat(view.message()).contains("cannot be told", "AssertionError");
        assertThat(view.taskId()).isEqualTo(7);
    }

    @Test
    void longWordsAreCut() {
        FailureView view = FailureView.of(failure(new IllegalStateException("x".repeat(1_000_000))));
        assertThat(view.message()).hasSizeLessThan(5_000).endsWith("996000 more");
        assertThat(view.stackTrace()).hasSizeLessThan(21_000);
    }

    private static TaskFailure failure(Throwable cause) {
        return new TaskFailure(7, "Shop.sell", -1, 0, Instant.EPOCH, TaskOutcome.FAILURE, cause);
    }
}
