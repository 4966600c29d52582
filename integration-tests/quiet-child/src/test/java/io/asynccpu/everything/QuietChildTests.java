package io.asynccpu.everything;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * One parent, in this JVM, and two real children: one of the default pool, which then uses the database, and one that has two
 * lifecycle beans. Each case says first that the parent has what the child must not have.
 */
@Timeout(120)
class QuietChildTests {

    private static final Logger LOG = LoggerFactory.getLogger(QuietChildTests.class);

    private static final List<String> DONE_BY_THE_PARENT = List.of(
            "command line runner",
            "application runner",
            "batch job",
            "Quartz job",
            "bean with a scheduled method",
            "tick",
            "inspection",
            "engine started",
            "siren started");

    private static final List<String> OF_THE_JVM = List.of(
            "main",
            "Reference Handler",
            "Finalizer",
            "Signal Dispatcher",
            "Common-Cleaner",
            "Notification Thread",
            "Attach Listener");

    @TempDir
    private static Path directory;

    /** What in a child looks for a broker, or sends metrics, connects here; in the parent it finds nobody. */
    @AutoClose
    private static final ServerSocket WATCHED = listening();

    private static ConfigurableApplicationContext application;
    private static Findings parent;
    private static Findings child;
    private static Findings childWithEngine;
    private static List<String> customersInTheChild;
    private static Findings childAfterwards;
    private static Map<String, String> valuesInTheParent;
    private static Map<String, String> valuesInTheChild;
    private static List<String> sourcesInTheParent;
    private static List<String> sourcesInTheChild;

    @BeforeAll
    static void startEverything() throws Exception {
        Files.writeString(directory.resolve("imported.properties"), "everything.from-import=of the imported file\n");
        Files.createDirectory(directory.resolve("tree"));
        Files.writeString(directory.resolve("tree/everything.from-tree"), "of the tree\n");
        System.setProperty("everything.from-system-property", "of the test");
        application = started(
                "--everything.directory=" + directory,
                "--everything.from-command-line=of the command line",
                "--everything.closed-port=" + closedPort(),
                "--asynccpu.worker.environment.EVERYTHING_WATCHED_PORT=" + WATCHED.getLocalPort());
        Inspector inspector = application.getBean(Inspector.class);
        Diary.await(DONE_BY_THE_PARENT, Duration.ofSeconds(30));
        if (Runtime.getRuntime().availableProcessors() > 1) {
            // Boot has none on a sole processor.
            Diary.await(List.of("background preinitializer"), Duration.ofSeconds(30));
        }
        parent = ownInspector().findings();
        LOG.info("The last line before any child");
        child = inspector.lookAround().get();
        LOG.info(
                "At its first task, child {} has noted {}, has threads {}, MBeans {}, TCP sockets {} and {} connections,"
                        + " and has made {} of the {} beans that its parent has made: {}",
                child.pid(),
                child.diary(),
                child.threads(),
                child.mbeans(),
                child.tcp(),
                child.connections(),
                child.singletons().size(),
                parent.singletons().size(),
                child.singletons());

        List<String> keys = keys();
        valuesInTheParent = ownInspector().values(keys);
        valuesInTheChild = inspector.properties(keys).get();
        sourcesInTheParent = ownInspector().sourceNames();
        sourcesInTheChild = inspector.sources().get();

        customersInTheChild = application.getBean(Shop.class).order("the child").get();
        childAfterwards = inspector.lookAround().get();
        childWithEngine = inspector.lookAroundWithEngine().get();

        for (String executor : List.of("processTaskExecutor", "engineProcessTaskExecutor")) {
            application.getBean(executor, Lifecycle.class).stop();
        }
        for (Findings ended : List.of(child, childWithEngine)) {
            Optional<ProcessHandle> process = ProcessHandle.of(ended.pid());
            if (process.isPresent()) {
                process.get().onExit().get(20, TimeUnit.SECONDS);
            }
        }
    }

    @AfterAll
    static void stopEverything() {
        System.clearProperty("everything.from-system-property");
        if (application != null) {
            application.close();
        }
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void theChildIsAnotherProcessAndTheSameForAllTasks() {
        assertThat(child.pid()).isNotEqualTo(parent.pid());
        assertThat(childAfterwards.pid()).isEqualTo(child.pid());
        assertThat(childWithEngine.pid()).isNotIn(child.pid(), parent.pid());
    }

    @Test
    void noRunnerJobScheduledMethodOrLifecycleBeanRuns() {
        assertThat(parent.diary()).containsAll(DONE_BY_THE_PARENT);
        assertThat(childAfterwards.diary())
                .containsExactly("first configurer", "second configurer", "ready for pool default");
    }

    @Test
    void configurersAndWorkerEventsAreForTheChildOnly() {
        assertThat(parent.diary()).noneMatch(entry -> entry.contains("configurer") || entry.contains("ready for pool"));
        assertThat(traceOf(parent)).isEmpty();
        assertThat(traceOf(child)).containsExactly("stopping for pool default");
    }

    @Test
    void aBeanMayBeOnOneSideOnly() {
        assertThat(parent.sides()).containsExactly("onlyInTheParent");
        assertThat(child.sides()).containsExactly("onlyInTheChild");
    }

    @Test
    void onlyWhatTheTaskAskedForWasMade() {
        assertThat(parent.singletons())
                .contains("inspector", "shop", "purchaseOrders", "dataSource", "entityManagerFactory", "kafkaAdmin")
                .contains(
                        "flyway",
                        "quartzScheduler",
                        "engine",
                        "siren",
                        "selfStarters.Clock",
                        "tomcatServletWebServerFactory");
        assertThat(child.singletons())
                .contains("inspector", "first", "second")
                .doesNotContain("shop", "purchaseOrders", "dataSource", "entityManagerFactory", "flyway")
                .doesNotContain(
                        "quartzScheduler", "engine", "siren", "selfStarters.Clock", "jobLauncherApplicationRunner")
                .doesNotContain(
                        "taskScheduler", "graphiteMeterRegistry", "mbeanExporter", "hikariDataSourceMeterBinder");
    }

    @Test
    void noThreadsButTheWorkersOwnRun() {
        assertThat(parent.threads())
                .anyMatch(starts("HikariPool"))
                .anyMatch(starts("quartzScheduler"))
                .anyMatch(starts("scheduling-"))
                .anyMatch(starts("http-nio"))
                .anyMatch(contains("ListenerEndpointContainer"))
                .anyMatch(starts("metrics-graphite"));
        assertThat(child.threads())
                .allMatch(starts("asynccpu-").or(starts("default-task-")).or(OF_THE_JVM::contains));
    }

    @Test
    void nobodyLooksForABrokerOrSendsMetrics() throws IOException {
        WATCHED.setSoTimeout(100);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(WATCHED::accept);
    }

    /** Each would empty it. */
    @Test
    void noChildOpensTheParentsLogFile() throws IOException {
        assertThat(Files.readAllLines(Path.of("target/everything.log")))
                .anyMatch(starts("INFO|main|" + QuietChildTests.class.getName() + "|The last line before any child"))
                .anyMatch(starts("INFO|main|" + QuietChildTests.class.getName() + "|At its first task, child"));
    }

    @Test
    void nothingIsRegisteredWithJmx() {
        assertThat(parent.mbeans())
                .anyMatch(starts("org.springframework.boot:"))
                .anyMatch(starts("com.zaxxer.hikari:"));
        assertThat(child.mbeans()).isEmpty();
        assertThat(childAfterwards.mbeans()).isEmpty();
    }

    @Test
    void thereIsNoConnectionUntilOneIsUsed() {
        assertThat(parent.connections()).isPositive();
        assertThat(parent.tcp()).isNotEmpty();
        assertThat(child.connections()).isEqualTo(-1);
        assertThat(child.tcp()).isEmpty();
        assertThat(childAfterwards.connections()).isOne();
        assertThat(childAfterwards.tcp()).hasSize(1);
    }

    @Test
    void aTaskUsesTheParentsDatabaseWhoseTablesOutliveTheChild() {
        assertThat(customersInTheChild).containsExactly("the child", "the parent");
        assertThat(childAfterwards.singletons())
                .contains("entityManagerFactory")
                .doesNotContain("flyway");
        assertThat(application.getBean(Shop.class).customers()).containsExactly("the child", "the parent");
    }

    @Test
    void theLifecycleBeansThatAPoolNamesRunByTheirPhases() {
        assertThat(childWithEngine.diary())
                .containsExactly(
                        "pump started",
                        "engine started",
                        "first configurer",
                        "second configurer",
                        "ready for pool engine");
        assertThat(childWithEngine.singletons()).contains("pump", "engine").doesNotContain("siren");
        assertThat(traceOf(childWithEngine))
                .containsExactly("stopping for pool engine", "engine stopped", "pump stopped");
    }

    @Test
    void thePidFileIsTheParents() throws IOException {
        assertThat(directory.resolve("pid")).hasContent(Long.toString(parent.pid()));
    }

    @Test
    void everyPropertyHasTheSameValueInTheChild() {
        assertThat(valuesInTheParent)
                .containsEntry("everything.from-command-line", "of the command line")
                .containsEntry("everything.from-environment", "of the environment")
                .containsEntry("everything.from-system-property", "of the test")
                .containsEntry("everything.from-import", "of the imported file")
                .containsEntry("everything.from-tree", "of the tree")
                .containsEntry("everything.from-profile", "of the profile")
                .containsEntry("range", "Range[from=3, to=5]")
                .containsEntry("bound", "[of, the, file]");
        Map<String, String> different = new TreeMap<>(valuesInTheChild);
        different.entrySet().removeAll(valuesInTheParent.entrySet());
        assertThat(different.keySet())
                .containsExactlyInAnyOrder(
                        // It has another environment on purpose.
                        "spring.kafka.bootstrap-servers",
                        "management.graphite.metrics.export.port",
                        // It is another process, and has no server.
                        "spring.application.pid",
                        "local.server.port",
                        "local.management.port",
                        // All active ones.
                        "spring.profiles.active",
                        // Switched off.
                        "management.graphite.metrics.export.enabled",
                        "spring.application.admin.enabled",
                        "spring.batch.jdbc.initialize-schema",
                        "spring.data.jpa.repositories.bootstrap-mode",
                        "spring.datasource.hikari.register-mbeans",
                        "spring.docker.compose.enabled",
                        "spring.jmx.enabled",
                        "spring.jpa.hibernate.ddl-auto");
    }

    @Test
    void profilesAndPropertySourcesAreTheSame() {
        assertThat(sourcesInTheParent)
                .contains("eu", "of-main", "of-an-initializer", "commandLineArgs", "systemEnvironment")
                .anyMatch(contains("application-eu.yml"))
                .noneMatch(contains("application-of-an-initializer.yml"));
        List<String> withoutServers = new ArrayList<>(sourcesInTheParent);
        withoutServers.removeAll(
                List.of("server.ports", "servletConfigInitParams", "servletContextInitParams", "Management Server"));
        List<String> withoutOverrides = new ArrayList<>(sourcesInTheChild);
        withoutOverrides.remove("asynccpuWorker");
        assertThat(withoutOverrides)
                .hasSizeLessThan(sourcesInTheChild.size())
                .containsExactlyElementsOf(withoutServers);
    }

    /** All that any source of the parent has, without what the JVM and the machine set. */
    private static List<String> keys() {
        TreeSet<String> keys = new TreeSet<>(List.of("everything.from-environment", "everything.from-system-property"));
        for (PropertySource<?> source : application.getEnvironment().getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> enumerable
                    && !source.getName().startsWith("system")) {
                keys.addAll(Arrays.asList(enumerable.getPropertyNames()));
            }
        }
        return List.copyOf(keys);
    }

    /** Not the proxy, whose methods run in the child. */
    private static Inspector ownInspector() {
        return new Inspector(application.getBeanFactory(), application.getEnvironment());
    }

    private static List<String> traceOf(Findings process) {
        Path trace = directory.resolve("trace-of-" + process.pid());
        try {
            return Files.exists(trace) ? Files.readAllLines(trace) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Predicate<String> starts(String prefix) {
        return text -> text.startsWith(prefix);
    }

    private static Predicate<String> contains(String part) {
        return text -> text.contains(part);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = listening()) {
            return socket.getLocalPort();
        }
    }

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConfigurableApplicationContext started(String... arguments) {
        ConfigurableApplicationContext[] started = new ConfigurableApplicationContext[1];
        SpringApplication.withHook(
                application -> new SpringApplicationRunListener() {
                    @Override
                    public void ready(ConfigurableApplicationContext context, Duration timeTaken) {
                        started[0] = context;
                    }
                },
                () -> EverythingApplication.main(arguments));
        return started[0];
    }
}
