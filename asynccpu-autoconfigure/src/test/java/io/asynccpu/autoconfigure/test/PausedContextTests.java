package io.asynccpu.autoconfigure.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessTask;
import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import io.asynccpu.autoconfigure.LeavesNoChild;
import io.asynccpu.autoconfigure.executor.PooledTaskExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContextManager;

/** Spring's test context cache pauses a context when the tests of another one begin. */
@Timeout(120)
@LeavesNoChild
class PausedContextTests {

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AsyncCpuAutoConfiguration.class)
    static class Application {}

    @SpringBootTest(
            classes = Application.class,
            properties = {
                "the.test=first",
                "asynccpu.worker.context=none",
                "asynccpu.max-workers=1",
                "asynccpu.min-workers=1"
            })
    static class First {}

    @SpringBootTest(classes = Application.class, properties = "the.test=second")
    static class Second {}

    private final TestContextManager first = new TestContextManager(First.class);
    private final TestContextManager second = new TestContextManager(Second.class);

    private static ApplicationContext begin(TestContextManager tests) throws Exception {
        tests.beforeTestClass();
        return tests.getTestContext().getApplicationContext();
    }

    @AfterEach
    void forgetBoth() {
        first.getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
        second.getTestContext().markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
    }

    @Test
    void aPausedContextLetsItsTasksFinishAndItsChildrenGoAndComesBack() throws Exception {
        ApplicationContext context = begin(first);
        PooledTaskExecutor executor = context.getBean("processTaskExecutor", PooledTaskExecutor.class);
        ProcessTask<Long> inFlight =
                executor.pool().createProcessTask(() -> ProcessHandle.current().pid());
        first.afterTestClass();
        assertThat(executor.isRunning()).isTrue();

        begin(second);

        assertThat(inFlight).isCompleted();
        assertThat(ProcessHandle.of(inFlight.join())).isEmpty();
        assertThat(executor.isRunning()).isFalse();
        assertThat(executor.snapshot()).isNull();
        assertThatThrownBy(executor::pool).isInstanceOf(TaskRejectedException.class);
        second.afterTestClass();

        assertThat(begin(first)).isSameAs(context);

        assertThat(executor.isRunning()).isTrue();
        assertThat(executor.pool()
                        .createProcessTask(() -> ProcessHandle.current().pid())
                        .join())
                .isNotEqualTo(inFlight.join());
        first.afterTestClass();
    }
}
