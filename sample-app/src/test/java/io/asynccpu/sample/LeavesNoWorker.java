package io.asynccpu.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves child processes behind. It stands above what closes the application: extensions end in reverse
 * order.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("process")
@ExtendWith(LeavesNoWorker.Check.class)
public @interface LeavesNoWorker {

    final class Check implements AfterAllCallback {

        @Override
        public void afterAll(ExtensionContext context) throws InterruptedException, ExecutionException {
            List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
            for (ProcessHandle child : children) {
                try {
                    // Closed pools have no live child; the time is for the operating system to forget a dead one.
                    child.onExit().get(2, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    assertThat(child)
                            .as("a child process outlives the application: %s", child.info())
                            .isNull();
                }
            }
        }
    }
}
