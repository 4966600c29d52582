package io.asynccpu.autoconfigure.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.asynccpu.api.ProcessAsync;
import io.asynccpu.api.WorkerConfigurer;
import io.asynccpu.autoconfigure.LeavesNoChild;
import jakarta.annotation.PostConstruct;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.test.annotation.DirtiesContext;

/** What an application sets for its JVM in the places where people do, some of which its children never come to. */
@Timeout(120)
@LeavesNoChild
@SpringBootTest(
        classes = StateOfTheApplicationTests.Application.class,
        properties = {
            "asynccpu.max-workers=1",
            "asynccpu.min-workers=1",
            "asynccpu.worker.properties=!acme.secret",
            "asynccpu.pools.own.worker.jvm-args=-Duser.timezone=Europe/Paris"
        })
@DirtiesContext
class StateOfTheApplicationTests {

    private static final TimeZone ZONE = TimeZone.getDefault();
    private static final Locale LOCALE = Locale.getDefault();
    private static final String[] NAMES = {
        "acme.of-main", "acme.of-a-runner", "acme.of-a-listener", "acme.of-both", "acme.secret", "acme.configured"
    };

    /** What stands in {@code main}, before the application runs. */
    @BeforeAll
    static void before() {
        System.setProperty("acme.of-main", "of main");
        System.setProperty("acme.secret", "password");
        System.setProperty("PID", "of the parent");
    }

    @AfterAll
    static void restore() {
        TimeZone.setDefault(ZONE);
        Locale.setDefault(LOCALE);
        for (String name : NAMES) {
            System.clearProperty(name);
        }
        System.clearProperty("PID");
    }

    static class Clock {

        /** Runs in the child, too, as late as in the first call; then it is the parent's runner that counts. */
        @PostConstruct
        void start() {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            System.setProperty("acme.of-both", "of the bean");
        }

        @ProcessAsync
        public CompletableFuture<String> state() {
            return CompletableFuture.completedFuture(here());
        }

        @ProcessAsync
        public CompletableFuture<String> property(String name) {
            return CompletableFuture.completedFuture(String.valueOf(System.getProperty(name)));
        }
    }

    static class Watch {

        @ProcessAsync(pool = "own")
        public CompletableFuture<String> zone() {
            return CompletableFuture.completedFuture(TimeZone.getDefault().getID());
        }
    }

    static String here() {
        return TimeZone.getDefault().getID() + " " + Locale.getDefault() + " "
                + Locale.getDefault(Locale.Category.DISPLAY) + " " + Locale.getDefault(Locale.Category.FORMAT) + " "
                + System.getProperty("acme.of-main") + ", " + System.getProperty("acme.of-a-runner") + ", "
                + System.getProperty("acme.of-a-listener") + ", " + System.getProperty("acme.of-both");
    }

    static class Listener {

        @EventListener
        void ready(ApplicationReadyEvent event) {
            Locale.setDefault(Locale.Category.FORMAT, Locale.GERMANY);
            System.setProperty("acme.of-a-listener", "of a listener");
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Clock.class, Watch.class, Listener.class})
    static class Application {

        Application() {
            Locale.setDefault(Locale.CANADA_FRENCH);
        }

        @Bean
        ApplicationRunner runner() {
            return arguments -> {
                TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
                System.setProperty("acme.of-a-runner", "of a runner");
                System.setProperty("acme.of-both", "of a runner");
            };
        }

        @Bean
        WorkerConfigurer configurer() {
            return () -> System.setProperty("acme.configured", "of the child");
        }
    }

    @Autowired
    private Clock clock;

    @Autowired
    private Watch watch;

    @Test
    void aTaskFindsAllThatTheApplicationHasSet() {
        assertThat(here())
                .isEqualTo("Europe/Berlin fr_CA fr_CA de_DE of main, of a runner, of a listener, of a runner");
        assertThat(clock.state().join()).isEqualTo(here());
    }

    @Test
    void whatIsSetBetweenTwoCallsIsThereInTheNextOne() {
        System.setProperty("acme.configured", "of the parent");
        assertThat(clock.property("acme.configured").join()).isEqualTo("of the child");
        System.setProperty("acme.of-main", "changed");
        assertThat(clock.property("acme.of-main").join()).isEqualTo("changed");
        System.setProperty("acme.of-main", "of main");
        assertThat(clock.state().join()).isEqualTo(here());
    }

    @Test
    void whatIsLeftBehindDoesNotCross() {
        assertThat(clock.property("acme.secret").join()).isEqualTo("null");
        assertThat(clock.property("PID").join()).isNotEqualTo("of the parent");
        assertThat(watch.zone().join()).isEqualTo("Europe/Paris");
    }
}
