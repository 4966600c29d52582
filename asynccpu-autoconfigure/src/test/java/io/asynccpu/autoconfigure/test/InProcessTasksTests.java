package io.asynccpu.autoconfigure.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.autoconfigure.AsyncCpuAutoConfiguration;
import io.asynccpu.autoconfigure.executor.ProcessTaskExecutor;
import java.io.Serializable;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The same with it, beside other properties of the test. */
@InProcessTasks
class InProcessTasksTests extends BeanTaskContract {

    @Value("${the.word}")
    private String word;

    @Test
    void itRunsInTheTestsJvmOnTheTestsBeans() throws Exception {
        assertThat(reports.pid().get()).isEqualTo(ProcessHandle.current().pid());
        assertThat(ProcessHandle.current().descendants()).isEmpty();
        assertThat(word).isEqualTo("hello");
    }

    @Nested
    class Inside {
        @Test
        void aNestedTestClassHasItToo() throws Exception {
            assertThat(reports.pid().get()).isEqualTo(ProcessHandle.current().pid());
        }
    }

    private static long pid(ProcessTaskExecutor executor) throws Exception {
        return executor.submitCompletable((Callable<Long> & Serializable)
                        () -> ProcessHandle.current().pid())
                .get();
    }

    /** Also a context that no {@code SpringApplication} has made, from which no child could be. */
    @Test
    void everyPoolMayHaveItsOwnMode() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(AsyncCpuAutoConfiguration.class))
                .withUserConfiguration(WithInner.class)
                .withPropertyValues(
                        "asynccpu.mode=in-process",
                        "asynccpu.pools.child.mode=process",
                        "asynccpu.pools.child.worker.context=none")
                .run(context -> {
                    long here = ProcessHandle.current().pid();
                    assertThat(context.getBean(Inner.class).where().get()).contains("default-task-1");
                    assertThat(pid(context.getBean("processTaskExecutor", ProcessTaskExecutor.class)))
                            .isEqualTo(here);
                    assertThat(pid(context.getBean("childProcessTaskExecutor", ProcessTaskExecutor.class)))
                            .isNotEqualTo(here);
                });
    }

    @Test
    void aBareWorkerFindsNoBeans() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(AsyncCpuAutoConfiguration.class))
                .withUserConfiguration(WithInner.class)
                .withPropertyValues("asynccpu.mode=in-process", "asynccpu.worker.context=none")
                .run(context -> assertThat(context).getFailure().hasMessageContaining("asynccpu.worker.context"));
    }

    @Configuration(proxyBeanMethods = false)
    static class WithInner {
        @Bean
        Inner inner() {
            return new Inner();
        }
    }
}
