package io.asynccpu.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asynccpu.ProcessTaskPoolExecutor;
import io.asynccpu.api.ProcessTask;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.api.WorkerCrashedException;
import io.asynccpu.support.HarmlessTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs faults, one a row, each beside a neighbor and before a next call, and writes down what came of it. */
final class FaultTable implements AfterAllCallback {

    private static final int BOUND_SECONDS = 100;

    private final List<String> lines =
            new ArrayList<>(List.of("| fault | what the caller sees | first sentence | ms |", "|---|---|---|---:|"));

    /** What came of one fault. */
    static final class Row {
        private final String fault;
        private final @Nullable Object result;
        private final @Nullable Throwable failure;

        private Row(String fault, @Nullable Object result, @Nullable Throwable failure) {
            this.fault = fault;
            this.result = result;
            this.failure = failure;
        }

        void returns(@Nullable Object expected) {
            assertThat(failure).as(fault).isNull();
            assertThat(result).as(fault).isEqualTo(expected);
        }

        Object returnsSomething() {
            assertThat(failure).as(fault).isNull();
            assertThat(result).as(fault).isNotNull();
            return result;
        }

        AbstractThrowableAssert<?, ? extends Throwable> fails(Class<? extends Throwable> type, String words) {
            return assertThat(failure)
                    .as(fault + " gave " + result)
                    .isExactlyInstanceOf(type)
                    .satisfies(e -> assertThat(String.valueOf(e.getMessage())).contains(words));
        }

        AbstractThrowableAssert<?, ? extends Throwable> crashes(int code, @Nullable String signal) {
            return fails(WorkerCrashedException.class, "").satisfies(e -> {
                assertThat(((WorkerCrashedException) e).exitCode()).as(fault).isEqualTo(code);
                assertThat(((WorkerCrashedException) e).signal()).as(fault).isEqualTo(signal);
            });
        }

        void timesOut(String frame) {
            fails(TaskTimeoutException.class, "").hasStackTraceContaining(frame);
        }
    }

    Row row(ProcessTaskPoolExecutor pool, String name, Fault<?> fault) throws Exception {
        long before = System.nanoTime();
        ProcessTask<?> task = pool.createProcessTask(fault);
        @Nullable Object[] result = new Object[1];
        Throwable failure = catchThrowable(() -> result[0] = task.get(BOUND_SECONDS, TimeUnit.SECONDS));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        Throwable seen = failure instanceof ExecutionException ? failure.getCause() : failure;
        lines.add("| " + name + " | "
                + (seen == null ? "returns" : "`" + seen.getClass().getSimpleName() + "`") + " | "
                + (seen == null ? "" : firstSentence(seen)) + " | " + millis + " |");
        // Two at once, so that one meets the worker of the fault unless its neighbor is the only one that is left.
        ProcessTask<Long> next = pool.createProcessTask(HarmlessTasks::square, 3);
        ProcessTask<Long> second = pool.createProcessTask(HarmlessTasks::square, 4);
        assertThat(next.get(BOUND_SECONDS, TimeUnit.SECONDS))
                .as("the call after " + name)
                .isEqualTo(9);
        assertThat(second.get(BOUND_SECONDS, TimeUnit.SECONDS))
                .as("the second call after " + name)
                .isEqualTo(16);
        return new Row(name, result[0], seen);
    }

    private static String firstSentence(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        String line = message.lines().findFirst().orElse("");
        return line.replace("|", "\\|");
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Path target = Path.of("target");
        Files.createDirectories(target);
        Files.write(target.resolve("fault-table-" + Runtime.version().feature() + ".md"), lines);
    }
}
