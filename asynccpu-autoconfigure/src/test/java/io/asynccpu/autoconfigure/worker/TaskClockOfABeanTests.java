package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.api.TaskContext;
import io.asynccpu.api.TaskTimeoutException;
import io.asynccpu.autoconfigure.LeavesNoChild;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.test.annotation.DirtiesContext;

/** However its bean is made, the time of a task begins when that is there. */
@Timeout(120)
@LeavesNoChild
@SpringBootTest(
        classes = TaskClockOfABeanTests.Application.class,
        properties = {
            "asynccpu.max-workers=1",
            "asynccpu.timeout=1s",
            "asynccpu.pools.hasty.timeout=1s",
            "asynccpu.pools.hasty.max-workers=1",
            "asynccpu.pools.hasty.worker.startup-timeout=3s"
        })
@DirtiesContext
class TaskClockOfABeanTests {

    private static final Duration MAKING = Duration.ofMillis(1_500);

    @Autowired
    private Map<String, Worker> workers;

    @Autowired
    private NeverMade neverMade;

    /** Takes long to be made, in the child. */
    static class Worker {

        Worker(boolean isChild) throws InterruptedException {
            if (isChild) {
                TimeUnit.NANOSECONDS.sleep(MAKING.toNanos());
            }
        }

        @ProcessAsync
        public CompletableFuture<Long> remaining() {
            return CompletableFuture.completedFuture(
                    TaskContext.current().remaining().toMillis());
        }

        @ProcessAsync
        public CompletableFuture<Void> lasts() throws InterruptedException {
            new CountDownLatch(1).await();
            return CompletableFuture.completedFuture(null);
        }
    }

    static class NeverMade {

        NeverMade(boolean isChild) throws InterruptedException {
            if (isChild) {
                new CountDownLatch(1).await();
            }
        }

        @ProcessAsync("hasty")
        public CompletableFuture<Void> work() {
            return CompletableFuture.completedFuture(null);
        }
    }

    static class Maker implements FactoryBean<Worker> {

        @Value("${asynccpu.worker.active:false}")
        private boolean isChild;

        @Override
        public Worker getObject() throws Exception {
            return new Worker(isChild);
        }

        @Override
        public Class<?> getObjectType() {
            return Worker.class;
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Value("${asynccpu.worker.active:false}")
        private boolean isChild;

        @Bean
        Worker plain() throws InterruptedException {
            return new Worker(isChild);
        }

        @Bean
        @Lazy
        Worker lazy() throws InterruptedException {
            return new Worker(isChild);
        }

        @Bean
        static Maker made() {
            return new Maker();
        }

        @Bean
        NeverMade neverMade() throws InterruptedException {
            return new NeverMade(isChild);
        }
    }

    @Test
    void aBeanThatTakesLongerToMakeThanItsTaskMayTakeIsMadeOnce() throws Exception {
        assertThat(workers.keySet()).contains("plain", "lazy", "made");
        for (String name : workers.keySet()) {
            assertThat(workers.get(name).remaining().get(60, TimeUnit.SECONDS))
                    .as(name)
                    .isBetween(1L, 1000L);
        }
    }

    @Test
    void theTimeOfTheTaskBeginsThen() throws Exception {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(workers.get("plain").lasts()::get)
                .withCauseInstanceOf(TaskTimeoutException.class)
                .withMessageContaining("ran longer than its timeout of PT1S");
    }

    @Test
    void aBeanThatIsNeverMadeIsGivenUp() throws Exception {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(neverMade.work()::get)
                .withMessageContaining("waited too long for its bean")
                .withMessageContaining("worker.startup-timeout")
                .withStackTraceContaining("NeverMade.<init>");
    }
}
