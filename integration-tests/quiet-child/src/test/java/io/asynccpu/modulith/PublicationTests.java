package io.asynccpu.modulith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.asynccpu.api.ProcessAsync;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

    /** @param gate port of a {@link Gate} */
    record Awaited(int gate, Fate fate) {}

    record Sent(int gate, Fate fate) {}

    /** Holds up the listener in the child until it is opened. */
    private static final class Gate implements AutoCloseable {

        private final ServerSocket socket;
        private @Nullable Socket child;

        Gate() throws IOException {
            socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        }

        int port() {
            return socket.getLocalPort();
        }

        /** In the child: says that it has come, and returns when the gate is open. */
        static void pass(int port) throws IOException {
            try (Socket parent = new Socket(InetAddress.getLoopbackAddress(), port)) {
                new DataOutputStream(parent.getOutputStream())
                        .writeLong(ProcessHandle.current().pid());
                int end = parent.getInputStream().read();
                assertThat(end).isEqualTo(-1);
            }
        }

        /** Waits for the child, and returns its process id. */
        long awaitChild() throws IOException {
            child = socket.accept();
            return new DataInputStream(child.getInputStream()).readLong();
        }

        void open() throws IOException {
            Objects.requireNonNull(child).close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    static class Listeners {

        private final ConfigurableListableBeanFactory beans;

        Listeners(ConfigurableListableBeanFactory beans) {
            this.beans = beans;
        }

        @ProcessAsync
        @TransactionalEventListener
        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public CompletableFuture<Void> on(Awaited event) throws IOException {
            Gate.pass(event.gate());
            event.fate().fulfill();
            return CompletableFuture.completedFuture(null);
        }

        @ProcessAsync
        @TransactionalEventListener
        public void on(Sent event) throws IOException {
            Gate.pass(event.gate());
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

    private static void publish(Object event) {
        application
                .getBean(TransactionTemplate.class)
                .executeWithoutResult(transaction -> application.publishEvent(event));
    }

    private static Map<String, Object> publication(Gate gate) {
        return application
                .getBean(JdbcTemplate.class)
                .queryForMap(
                        "select STATUS, COMPLETION_DATE from EVENT_PUBLICATION where SERIALIZED_EVENT like ?"
                                + " order by PUBLICATION_DATE desc limit 1",
                        "%\"gate\":" + gate.port() + ",%");
    }

    /** Modulith publishes no event when a publication is completed or has failed. */
    private static Map<String, Object> awaitStatus(String status, Gate gate) {
        return await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofMinutes(1))
                .until(() -> publication(gate), found -> status.equals(found.get("STATUS")));
    }

    private static Object event(boolean awaited, Gate gate, Fate fate) {
        return awaited ? new Awaited(gate.port(), fate) : new Sent(gate.port(), fate);
    }

    @Test
    void aPublicationIsCompletedInTheParentAfterTheChildHasSucceeded() throws Exception {
        for (boolean awaited : new boolean[] {true, false}) {
            try (Gate gate = new Gate()) {
                publish(event(awaited, gate, Fate.SUCCEEDS));
                assertThat(gate.awaitChild())
                        .isNotEqualTo(ProcessHandle.current().pid());
                assertThat(publication(gate))
                        .containsEntry("STATUS", "PROCESSING")
                        .containsEntry("COMPLETION_DATE", null);
                gate.open();
                assertThat(awaitStatus("COMPLETED", gate).get("COMPLETION_DATE"))
                        .isNotNull();
            }
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
            try (Gate gate = new Gate()) {
                publish(event(awaited, gate, fate));
                gate.awaitChild();
                gate.open();
                assertThat(awaitStatus("FAILED", gate)).containsEntry("COMPLETION_DATE", null);
            }
        }
    }

    @Test
    void whatIsAsyncTwiceIsRefusedByTheNameOfItsAnnotation() {
        assertThatThrownBy(() -> start(ContradictingShop.class)).hasStackTraceContaining("@ApplicationModuleListener");
    }
}
