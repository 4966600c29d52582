package io.asynccpu.modulith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asynccpu.api.ProcessAsync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Spring Modulith keeps an event until its listener has succeeded, which a child does here. Its registry is in the parent's
 * memory, so what says that a listener has succeeded is the parent.
 */
@Timeout(120)
class PublicationTests {

    /** What becomes of the listener in the child. */
    enum Fate {
        SUCCEEDS {
            @Override
            void fulfill() {}
        },
        FAILS {
            @Override
            void fulfill() {
                throw new IllegalStateException("as it should");
            }
        },
        DIES {
            @Override
            void fulfill() {
                Runtime.getRuntime().halt(7);
            }
        };

        abstract void fulfill();
    }

    /** @param gate a file: the child notes there that it has come, and goes on when it is gone */
    record Awaited(String gate, Fate fate) {}

    record Sent(String gate, Fate fate) {}

    static class Listeners {

        private final ConfigurableListableBeanFactory beans;

        Listeners(ConfigurableListableBeanFactory beans) {
            this.beans = beans;
        }

        @ProcessAsync
        @TransactionalEventListener
        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public CompletableFuture<Void> on(Awaited event) throws IOException {
            pass(Path.of(event.gate()));
            event.fate().fulfill();
            return CompletableFuture.completedFuture(null);
        }

        @ProcessAsync
        @TransactionalEventListener
        public void on(Sent event) throws IOException {
            pass(Path.of(event.gate()));
            event.fate().fulfill();
        }

        /** What of Modulith was made in the child, or would make a schema there. */
        @ProcessAsync
        public CompletableFuture<List<String>> made() {
            return CompletableFuture.completedFuture(Stream.of("eventPublicationRegistry", "databaseSchemaInitializer")
                    .filter(name ->
                            beans.containsSingleton(name) || name.startsWith("database") && beans.containsBean(name))
                    .toList());
        }

        private static void pass(Path gate) throws IOException {
            Files.writeString(gate, Long.toString(ProcessHandle.current().pid()));
            while (Files.exists(gate)) {
                Thread.onSpinWait();
            }
        }
    }

    @EnableAutoConfiguration
    static class Shop {

        @Bean
        Listeners listeners(ConfigurableListableBeanFactory beans) {
            return new Listeners(beans);
        }
    }

    static class Contradicting {

        @ProcessAsync
        @ApplicationModuleListener
        public void on(Sent event) {}
    }

    @EnableAutoConfiguration
    static class ContradictingShop {

        @Bean
        Contradicting contradicting() {
            return new Contradicting();
        }
    }

    @TempDir
    private static Path directory;

    private static ConfigurableApplicationContext application;

    /** Each process has a database of its own, in its memory. */
    private static ConfigurableApplicationContext start(Class<?> source) {
        return new SpringApplicationBuilder(source)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.config.location=optional:classpath:/none/",
                        "--spring.flyway.enabled=false",
                        "--spring.quartz.auto-startup=false",
                        "--spring.batch.job.enabled=false",
                        "--spring.docker.compose.enabled=false",
                        "--management.graphite.metrics.export.enabled=false",
                        "--spring.modulith.events.republish-outstanding-events-on-restart=true",
                        "--asynccpu.max-workers=1",
                        "--asynccpu.cancel-tasks-when-shutdown=true",
                        "--asynccpu.worker.max-heap=256MB");
    }

    @BeforeAll
    static void start() {
        application = start(Shop.class);
    }

    @AfterAll
    static void stop() {
        application.close();
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    private static Path gate(String name) {
        return directory.resolve(name);
    }

    private static void publish(Object event) {
        application
                .getBean(TransactionTemplate.class)
                .executeWithoutResult(transaction -> application.publishEvent(event));
    }

    /** Waits for the child, and gives its process. */
    private static long arrivedAt(Path gate) throws IOException {
        while (!Files.exists(gate) || Files.size(gate) == 0) {
            Thread.onSpinWait();
        }
        return Long.parseLong(Files.readString(gate));
    }

    private static Map<String, Object> publication(Path gate) {
        return application
                .getBean(JdbcTemplate.class)
                .queryForMap(
                        "select STATUS, COMPLETION_DATE from EVENT_PUBLICATION where SERIALIZED_EVENT like ?",
                        "%" + gate.getFileName() + "%");
    }

    private static Map<String, Object> awaitStatus(String status, Path gate) {
        Map<String, Object> found;
        do {
            found = publication(gate);
        } while (!status.equals(found.get("STATUS")));
        return found;
    }

    private static Object event(boolean awaited, Path gate, Fate fate) {
        return awaited ? new Awaited(gate.toString(), fate) : new Sent(gate.toString(), fate);
    }

    @Test
    void aPublicationIsCompletedInTheParentAfterTheChildHasSucceeded() throws Exception {
        for (boolean awaited : new boolean[] {true, false}) {
            Path gate = gate("succeeds-" + awaited);
            publish(event(awaited, gate, Fate.SUCCEEDS));
            assertThat(arrivedAt(gate)).isNotEqualTo(ProcessHandle.current().pid());
            assertThat(publication(gate)).containsEntry("STATUS", "PROCESSING").containsEntry("COMPLETION_DATE", null);
            Files.delete(gate);
            assertThat(awaitStatus("COMPLETED", gate).get("COMPLETION_DATE")).isNotNull();
        }
        assertThat(application.getBean(Listeners.class).made().get())
                .as("of the registry in the child")
                .isEmpty();
    }

    @Test
    void itStaysIncompleteIfTheListenerFails() throws Exception {
        staysIncomplete(Fate.FAILS);
    }

    @Test
    void itStaysIncompleteIfTheChildDies() throws Exception {
        staysIncomplete(Fate.DIES);
    }

    private static void staysIncomplete(Fate fate) throws IOException {
        for (boolean awaited : new boolean[] {true, false}) {
            Path gate = gate(fate + "-" + awaited);
            publish(event(awaited, gate, fate));
            arrivedAt(gate);
            Files.delete(gate);
            assertThat(awaitStatus("FAILED", gate)).containsEntry("COMPLETION_DATE", null);
        }
    }

    @Test
    void whatIsAsyncTwiceIsRefusedByTheNameOfItsAnnotation() {
        assertThatThrownBy(() -> start(ContradictingShop.class)).hasStackTraceContaining("@ApplicationModuleListener");
    }
}
