package io.asynccpu.autoconfigure.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.autoconfigure.method.OfAnotherPackage;
import jakarta.annotation.PostConstruct;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import kotlin.coroutines.Continuation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.Scheduled;
import reactor.core.publisher.Flux;

/** All faults of all annotated methods, at once. */
@ExtendWith(OutputCaptureExtension.class)
class ProcessAsyncInspectorTests {

    static class Faulty {
        @ProcessAsync
        public int returnsInt() {
            return 1;
        }

        @ProcessAsync
        public final CompletableFuture<String> isFinal() {
            return CompletableFuture.completedFuture("");
        }

        @ProcessAsync
        private CompletableFuture<String> isPrivate() {
            return CompletableFuture.completedFuture("");
        }

        @ProcessAsync
        public static CompletableFuture<String> isStatic() {
            return CompletableFuture.completedFuture(new Faulty().isPrivate().join());
        }

        @ProcessAsync("nowhere")
        public CompletableFuture<String> unknownPool() {
            return CompletableFuture.completedFuture("");
        }

        @ProcessAsync(value = "default", pool = "bare")
        public CompletableFuture<String> twoPools() {
            return CompletableFuture.completedFuture("");
        }

        @ProcessAsync(timeout = "soon")
        public CompletableFuture<String> wrongTimeout() {
            return CompletableFuture.completedFuture("");
        }

        @ProcessAsync
        public CompletableFuture<String> takesStream(InputStream in) {
            return CompletableFuture.completedFuture("");
        }

        @ProcessAsync
        public CompletableFuture<Thread> returnsThread() {
            return CompletableFuture.completedFuture(null);
        }

        @ProcessAsync("bare")
        public CompletableFuture<String> bare() {
            return CompletableFuture.completedFuture("");
        }

        @ProcessAsync
        public Flux<String> returnsFlux() {
            return Flux.empty();
        }

        @ProcessAsync
        public Object suspends(String value, Continuation<String> continuation) {
            return value;
        }

        @ProcessAsync
        @Async
        public CompletableFuture<String> twiceAsync() {
            return CompletableFuture.completedFuture("");
        }

        @ProcessAsync
        @Cacheable("some")
        public Future<String> cachesFuture() {
            return CompletableFuture.completedFuture("");
        }

        @ProcessAsync
        @Caching(evict = @CacheEvict("some"))
        public void evictsTooEarly() {}

        @ProcessAsync
        @Cacheable("some")
        public CompletableFuture<String> isCachedRight(String value) {
            return CompletableFuture.completedFuture(value);
        }

        @ProcessAsync
        public CompletableFuture<String> isRight(String value) {
            return CompletableFuture.completedFuture(value);
        }
    }

    static final class FinalClass {
        @ProcessAsync
        public CompletableFuture<String> ofAFinalClass() {
            return CompletableFuture.completedFuture("");
        }
    }

    static class Callbacks implements InitializingBean {
        @ProcessAsync
        @PostConstruct
        public void setUp() {}

        @ProcessAsync
        @Override
        public void afterPropertiesSet() {}

        @ProcessAsync
        @Autowired
        public void injected(Environment environment) {}

        @ProcessAsync
        @Override
        public String toString() {
            return "";
        }

        @ProcessAsync
        @EventListener
        public void onNumber(Integer number) {}

        @ProcessAsync
        @Scheduled(fixedDelay = 3_600_000)
        public void everyHour() {}
    }

    static class Heir extends OfAnotherPackage {}

    static class Prototype {
        @ProcessAsync
        public CompletableFuture<String> ofAPrototype() {
            return CompletableFuture.completedFuture("");
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        @Lazy
        Faulty faulty() {
            throw new IllegalStateException("a lazy bean was made only to be inspected");
        }

        @Bean
        FinalClass finalClass() {
            return new FinalClass();
        }

        @Bean
        Callbacks callbacks() {
            return new Callbacks();
        }

        @Bean
        Heir heir() {
            return new Heir();
        }

        @Bean
        @Scope("prototype")
        Prototype prototype() {
            return new Prototype();
        }
    }

    @Test
    void reportsEveryFaultOfEveryBeanAtOnce(CapturedOutput output) {
        SpringApplication application = new SpringApplication(Application.class);
        assertThatThrownBy(() -> application.run("--asynccpu.pools.bare.worker.context=none"))
                .hasStackTraceContaining("@ProcessAsync cannot work");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .containsPattern("Bean 'faulty', method .*returnsInt: it returns int; it must return CompletableFuture")
                .containsPattern("isFinal: it is private, static or final")
                .containsPattern("isPrivate: it is private, static or final")
                .containsPattern("isStatic: it is private, static or final")
                .containsPattern("unknownPool: there is no pool 'nowhere', there are \\[default, bare\\]")
                .containsPattern("twoPools: value \"default\" and pool \"bare\" name different pools")
                .containsPattern("wrongTimeout: timeout is \"soon\"")
                .containsPattern("takesStream: .*parameter 1")
                .containsPattern("returnsThread: .*result")
                .containsPattern("bare: .*set asynccpu.pools.bare.worker.context to application")
                .containsPattern("Bean 'finalClass', .*ofAFinalClass: its class is final")
                .containsPattern("Bean 'prototype', .*ofAPrototype: its bean is no singleton")
                .containsPattern("Bean 'callbacks', .*setUp: it is called by Spring or Java on the bean in this JVM")
                .containsPattern("Bean 'callbacks', .*afterPropertiesSet: it is called by Spring")
                .containsPattern("Bean 'callbacks', .*injected: it is called by Spring")
                .containsPattern("Bean 'callbacks', .*toString: it is called by Spring")
                .containsPattern("returnsFlux: it returns Flux; it must return .*Mono")
                .containsPattern("suspends: it is a suspend function")
                .containsPattern("twiceAsync: it has @Async, too")
                .containsPattern("cachesFuture: it has @Cacheable, .*; it returns Future")
                .containsPattern("evictsTooEarly: it has @Cacheable, @CachePut or @CacheEvict, .*; it returns void")
                .containsPattern("Bean 'heir', method .*hidden: it is package-private in another package")
                .doesNotContain("onNumber", "everyHour")
                .doesNotContain("isCachedRight", "isRight");
    }
}
