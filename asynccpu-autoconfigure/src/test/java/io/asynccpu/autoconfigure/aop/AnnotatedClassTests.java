package io.asynccpu.autoconfigure.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.autoconfigure.LeavesNoChild;
import jakarta.annotation.PostConstruct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** On a class the annotation is for its callers: what Spring calls itself stays where it is. */
@Timeout(120)
@LeavesNoChild
class AnnotatedClassTests {

    record Happened(Thread where) {}

    @ProcessAsync
    static class Busy
            implements BeanFactoryAware, InitializingBean, SmartInitializingSingleton, SmartLifecycle, DisposableBean {

        static final List<String> CALLS = new ArrayList<>();
        static CountDownLatch ticked = new CountDownLatch(1);

        private boolean running;

        private static void called(String method) {
            synchronized (CALLS) {
                CALLS.add(method);
            }
        }

        public CompletableFuture<Long> pid() {
            return CompletableFuture.completedFuture(ProcessHandle.current().pid());
        }

        @Autowired
        public void injected(Environment environment) {
            called("injected");
        }

        @Override
        public void setBeanFactory(BeanFactory beanFactory) {
            called("setBeanFactory");
        }

        @PostConstruct
        public void setUp() {
            called("setUp");
        }

        @Override
        public void afterPropertiesSet() {
            called("afterPropertiesSet");
        }

        @Override
        public void afterSingletonsInstantiated() {
            called("afterSingletonsInstantiated");
        }

        @Override
        public void start() {
            running = true;
            called("start");
        }

        @Override
        public void stop() {
            running = false;
            called("stop");
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @EventListener
        public void on(Happened event) {
            called("on " + event.where().equals(Thread.currentThread()));
        }

        @Scheduled(fixedDelay = 3_600_000)
        public void tick() {
            ticked.countDown();
        }

        @Override
        public void destroy() {
            called("destroy");
        }

        @Override
        public String toString() {
            return "busy";
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableScheduling
    @Import(Busy.class)
    static class Application {}

    @Test
    void whatSpringCallsHappensInTheParentAndTheRestInAChild() throws Exception {
        Busy.CALLS.clear();
        Busy.ticked = new CountDownLatch(1);
        try (ConfigurableApplicationContext context =
                SpringApplication.run(Application.class, "--asynccpu.max-workers=1")) {
            Busy busy = context.getBean(Busy.class);
            assertThat(busy.pid().get()).isNotEqualTo(ProcessHandle.current().pid());
            context.publishEvent(new Happened(Thread.currentThread()));
            Busy.ticked.await();
            assertThat(busy).hasToString("busy").isEqualTo(busy);
            assertThat(Map.of(busy, 1)).containsKey(busy);
        }
        assertThat(Busy.CALLS)
                .containsExactly(
                        "injected",
                        "setBeanFactory",
                        "setUp",
                        "afterPropertiesSet",
                        "afterSingletonsInstantiated",
                        "start",
                        "on true",
                        "stop",
                        "destroy");
    }
}
