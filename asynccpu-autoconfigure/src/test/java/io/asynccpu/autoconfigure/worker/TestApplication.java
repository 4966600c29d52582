package io.asynccpu.autoconfigure.worker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.module.SimpleModule;

/** A small application that notes what it does, as a parent and, started again in the same JVM, as its own child. */
final class TestApplication {

    /** What has happened since the last clear. */
    static final List<String> EVENTS = new CopyOnWriteArrayList<>();

    private TestApplication() {}

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(App.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.addInitializers(context -> {
            EVENTS.add("initializer of main");
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("of main", Map.of("greeting.tone", "from main")));
        });
        application.run(args);
        EVENTS.add("after run");
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableScheduling
    @EnableConfigurationProperties(Greeting.class)
    static class App {

        @Bean
        Greeter greeter(Greeting greeting) {
            EVENTS.add("greeter");
            return new Greeter(greeting);
        }

        @Bean
        ApplicationRunner runner(Clockwork clockwork) {
            return arguments -> {
                // The scheduler ticks on a thread of its own, and not any more once the context is closed.
                clockwork.ticked.await();
                EVENTS.add("runner");
            };
        }

        @Bean
        Pulse pulse() {
            return new Pulse();
        }

        @Bean
        Clockwork clockwork() {
            return new Clockwork();
        }

        @Bean
        JacksonModule ownModule() {
            return new SimpleModule("own");
        }
    }

    @ConfigurationProperties("greeting")
    record Greeting(String word, String tone, String mark) {}

    /** What tasks call. */
    static class Greeter {

        private final Greeting greeting;

        Greeter(Greeting greeting) {
            this.greeting = greeting;
        }

        public CompletableFuture<String> greet(String[] names, int times) {
            String all = String.join(" ", names);
            return CompletableFuture.completedFuture(
                    (greeting.word() + " " + all + greeting.mark() + greeting.tone()).repeat(times));
        }

        Future<String> later(String text) {
            FutureTask<String> future = new FutureTask<>(() -> text);
            future.run();
            return future;
        }

        public Future<String> failing() {
            FutureTask<String> future = new FutureTask<>(() -> {
                throw new UnsupportedOperationException("in the future");
            });
            future.run();
            return future;
        }

        public void refuse() {
            throw new UnsupportedOperationException("at once");
        }
    }

    static class Pulse implements SmartLifecycle {

        private volatile boolean running;

        @Override
        public void start() {
            running = true;
            EVENTS.add("lifecycle");
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }

    static class Clockwork {

        private final CountDownLatch ticked = new CountDownLatch(1);

        @Scheduled(fixedDelay = 3_600_000)
        void tick() {
            EVENTS.add("tick");
            ticked.countDown();
        }
    }

    /** A smaller configuration for workers. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(Greeting.class)
    static class Small {

        @Bean
        Greeter greeter(Greeting greeting, Environment environment) {
            return new Greeter(greeting);
        }
    }
}
